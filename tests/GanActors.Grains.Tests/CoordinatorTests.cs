using System.Text.Json;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>Whole runs through the three grains.</summary>
public sealed class CoordinatorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_run_leaves_figures_sheets_plots_and_a_summary()
    {
        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await Run(cluster, TinyRecipes.Ring(iterations: 12));

        Assert.Equal(RunState.Completed, progress.State);
        Assert.Equal(12, progress.Iterations);
        string[] rows = File.ReadAllLines(Path.Combine(folder, "metrics.csv"));
        Assert.Equal(13, rows.Length);
        Assert.StartsWith("12,", rows[^1], StringComparison.Ordinal);
        Assert.Equal(
            ["iteration-000000.png", "iteration-000005.png", "iteration-000010.png", "iteration-000012.png"],
            Directory.GetFiles(Path.Combine(folder, "samples")).Select(Path.GetFileName).Order());
        foreach (string file in new[]
        {
            "recipe.yaml", "timings.csv", "losses.png", "scores.png", "accuracy.png", "gradients.png", "schedule.png", "real.png",
            "contact-sheet.png", "samples.apng",
        })
        {
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        }

        Assert.False(File.Exists(Path.Combine(folder, "penalty.png")));
        Assert.EndsWith(",1,1", rows[^1], StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal("completed", summary.RootElement.GetProperty("state").GetString());
        Assert.Equal(64, summary.RootElement.GetProperty("digest").GetProperty("generator").GetString()!.Length);
    }

    [Fact]
    public async Task The_generator_is_kept_and_makes_the_last_sheet_again()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Digits();
        var (folder, _) = await Run(cluster, recipe);

        var kept = GeneratorFile.Read(Path.Combine(folder, "generator.safetensors"));
        Assert.Equal(6, kept.Iteration);
        Assert.Equal(recipe.Generator.Layers.AsEnumerable(), kept.Recipe.Generator.Layers.AsEnumerable());
        Assert.DoesNotContain(kept.Tensors, tensor => tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal));
        using var device = new CpuDevice();
        using var network = kept.Build(device, WeightsKind.Current);
        var made = network.Infer(LatentNoise.ForSamples(recipe.Noise, recipe.Run.Seed, 16));
        var sheet = new SampleSheet { Rows = 4, Columns = 4, Scale = 2 }.Draw(made.Values.Span, 16, 1, 28, 28);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "samples", "iteration-000006.png")), PngWriter.Encode(sheet.Picture));
    }

    [Fact]
    public async Task Events_are_numbered_without_gaps_and_end_with_the_end()
    {
        await using var cluster = await GrainCluster.Start();
        var (_, progress) = await Run(cluster, TinyRecipes.Ring(iterations: 12));
        Assert.Equal(Enumerable.Range(1, progress.Events.Length).Select(number => (long)number), progress.Events.Select(happened => happened.Number));
        Assert.Equal(12, progress.Events.OfType<MetricsEvent>().Count());
        Assert.Equal(4, progress.Events.OfType<SheetEvent>().Count());
        Assert.Equal(RunState.Completed, Assert.IsType<EndEvent>(progress.Events[^1]).State);
    }

    [Theory]
    [InlineData(StudyKind.Combined)]
    [InlineData(StudyKind.Separate)]
    [InlineData(StudyKind.Shuffled)]
    [InlineData(StudyKind.Switched)]
    public Task The_same_recipe_and_seed_leave_the_same_bytes_whatever_the_number_of_threads(StudyKind study) =>
        WholeRun.AssertRepeats(TinyRecipes.Digits(study: study), _root);

    [Fact]
    public async Task Another_seed_leaves_other_figures()
    {
        await using var cluster = await GrainCluster.Start();
        var (first, _) = await Run(cluster, TinyRecipes.Ring(seed: 1));
        var (second, _) = await Run(cluster, TinyRecipes.Ring(seed: 2));
        Assert.NotEqual(File.ReadAllText(Path.Combine(first, "metrics.csv")), File.ReadAllText(Path.Combine(second, "metrics.csv")));
    }

    [Fact]
    public async Task Commands_reach_the_networks_in_the_order_of_the_schedule()
    {
        await using var cluster = await GrainCluster.Start();
        await Run(cluster, TinyRecipes.Ring(new ScheduleSpec(Discriminator: 2, Generator: 1), iterations: 3));
        string[] commands = [.. cluster.Calls.Select(call => call.Method).Where(method => method is "Forge" or "Study" or "Judge" or "Learn")];
        string[] iteration = ["Forge", "Study", "Forge", "Study", "Forge", "Judge", "Learn"];
        Assert.Equal([.. iteration, .. iteration, .. iteration], commands);
    }

    [Fact]
    public async Task Reused_fakes_are_forged_once_in_an_iteration()
    {
        await using var cluster = await GrainCluster.Start();
        await Run(cluster, TinyRecipes.Ring(new ScheduleSpec(Fakes: FakesKind.Reused), iterations: 2));
        string[] commands = [.. cluster.Calls.Select(call => call.Method).Where(method => method is "Forge" or "Study" or "Judge" or "Learn")];
        Assert.Equal(["Forge", "Study", "Judge", "Learn", "Forge", "Study", "Judge", "Learn"], commands);
    }

    [Fact]
    public async Task Turns_are_fencing_tokens_that_only_grow()
    {
        await using var cluster = await GrainCluster.Start();
        await Run(cluster, TinyRecipes.Ring(new ScheduleSpec(Discriminator: 2, Generator: 2), iterations: 3));
        foreach (var commands in cluster.Calls.Where(call => call.Arguments is [Turn, ..]).GroupBy(call => call.Method))
        {
            Turn[] turns = [.. commands.Select(call => (Turn)call.Arguments[0]!)];
            Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        }
    }

    [Fact]
    public async Task Epochs_end_when_the_discriminator_has_drawn_them()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Digits() with { Run = new RunSpec(Epochs: 2), Samples = new SamplesSpec(EveryEpochs: 1, Rows: 2, Columns: 2) };
        var (folder, progress) = await Run(cluster, recipe);
        Assert.Equal(2 * (256 / 16), progress.Iterations);
        Assert.Equal(2, progress.Latest!.Epoch);
        Assert.Equal(
            ["epoch-0000.png", "epoch-0001.png", "epoch-0002.png"],
            Directory.GetFiles(Path.Combine(folder, "samples")).Select(Path.GetFileName).Order());

        var epochs = progress.Events.OfType<EpochEvent>().ToArray();
        Assert.Equal([1, 2], epochs.Select(epoch => epoch.Epoch));
        var rows = progress.Events.OfType<MetricsEvent>().Select(written => written.Row).ToArray();
        Assert.Equal(rows[16..].Average(row => row.AccuracyReal), epochs[1].AccuracyReal, tolerance: 1e-9);
        Assert.Equal(rows[16..].Average(row => row.AccuracyFake), epochs[1].AccuracyFake, tolerance: 1e-9);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal(
            epochs.Select(epoch => epoch.Accuracy),
            summary.RootElement.GetProperty("epoch_accuracy").EnumerateArray().Select(epoch => epoch.GetProperty("d_accuracy").GetDouble()));
    }

    [Fact]
    public async Task A_run_whose_discriminator_is_fooled_ends_as_completed_and_says_why()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Ring(iterations: 500) with { Stop = new StopSpec(Band: 0.49f, Window: 4, For: 3) };
        var (folder, progress) = await Run(cluster, recipe);
        Assert.Equal(RunState.Completed, progress.State);
        Assert.InRange(progress.Iterations, 6, 499);
        string reason = Assert.IsType<EndEvent>(progress.Events[^1]).Reason;
        Assert.StartsWith("the discriminator is fooled half the time: over the last 4 iterations it was right on ", reason, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal("completed", summary.RootElement.GetProperty("state").GetString());
        Assert.Equal(reason, summary.RootElement.GetProperty("reason").GetString());
        Assert.True(File.Exists(Path.Combine(folder, "samples", $"iteration-{progress.Iterations:D6}.png")));
    }

    [Fact]
    public async Task A_discriminator_that_calls_everything_real_ends_no_run_although_it_is_right_half_the_time()
    {
        await using var cluster = await GrainCluster.Start();
        // Its weights hardly move, and instance noise this strong drowns what it sees: what it says depends on its bias alone.
        var recipe = TinyRecipes.Ring(iterations: 60);
        var frozen = recipe.Discriminator with { Layers = [new Dense(1), new Softplus(), new Dense(1), new Softplus()], Optimizer = new OptimizerSpec(OptimizerKind.Sgd, 1e-9f) };
        var (_, progress) = await Run(cluster, recipe with { Discriminator = frozen, Stop = new StopSpec(Band: 0.3f, Window: 4, For: 3) });
        Assert.Equal(60, progress.Iterations);
        Assert.Equal((1.0, 0.0), (progress.Latest!.AccuracyReal, progress.Latest.AccuracyFake));
        Assert.Equal("all iterations done", Assert.IsType<EndEvent>(progress.Events[^1]).Reason);
    }

    [Fact]
    public async Task The_modes_of_a_mixture_are_counted_at_the_end()
    {
        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await Run(cluster, TinyRecipes.Ring(iterations: 5));
        var modes = Assert.Single(progress.Events.OfType<ModesEvent>());
        Assert.Equal((8, 2_500), (modes.Modes, modes.Samples));
        Assert.InRange(modes.Captured, 0, 8);
        Assert.InRange(modes.HighQuality, 0, 1);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        var told = summary.RootElement.GetProperty("modes");
        Assert.Equal(modes.Captured, told.GetProperty("captured").GetInt32());
        Assert.Equal(8, told.GetProperty("hits").GetArrayLength());
        Assert.Equal(modes.HighQuality, told.GetProperty("high_quality").GetDouble());
    }

    [Fact]
    public async Task A_stopped_run_keeps_what_it_has()
    {
        await using var cluster = await GrainCluster.Start();
        var run = GrainCluster.NewRun();
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        string folder = Path.Combine(_root, run.Value);
        await coordinator.StartWhenPossible(new RunOrder(run, TinyRecipes.Ring(iterations: 100_000_000), folder, "name: x\n"), stop: TestContext.Current.CancellationToken);
        RunProgress progress;
        do
            progress = await coordinator.Watch(0);
        while (progress.Iterations == 0);
        await coordinator.Stop("enough");
        progress = await WholeRun.Ended(coordinator);
        Assert.Equal(RunState.Stopped, progress.State);
        Assert.Contains("enough", File.ReadAllText(Path.Combine(folder, "summary.json")), StringComparison.Ordinal);
        Assert.Equal(progress.Iterations + 1, File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Length);
        Assert.True(File.Exists(Path.Combine(folder, "samples", $"iteration-{progress.Iterations:D6}.png")));
    }

    [Fact]
    public async Task A_folder_that_holds_a_run_is_left_alone()
    {
        await using var cluster = await GrainCluster.Start();
        var (folder, _) = await Run(cluster, TinyRecipes.Ring(iterations: 2));
        string before = File.ReadAllText(Path.Combine(folder, "metrics.csv"));
        var run = GrainCluster.NewRun();
        var error = await Assert.ThrowsAsync<IOException>(() => cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value)
            .StartWhenPossible(new RunOrder(run, TinyRecipes.Ring(), folder, "name: x\n"), stop: TestContext.Current.CancellationToken));
        Assert.Contains("holds a run", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder, "metrics.csv")));
    }

    private async Task<(string Folder, RunProgress Progress)> Run(GrainCluster cluster, Recipe recipe)
    {
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.True(progress.Failure is null, progress.Failure);
        return (folder, progress);
    }
}
