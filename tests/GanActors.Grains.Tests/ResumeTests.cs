using GanActors.Checkpoints;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>Runs that break off and go on: what they leave must be what an unbroken one leaves, byte for byte.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string> Recipes => ["switched", "wgan-gp", "steadied", "epochs", "fooled", "gated"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task A_run_stopped_at_any_iteration_and_resumed_leaves_the_same_bytes(string name)
    {
        var recipe = RecipeOf(name) with { Checkpoint = new CheckpointSpec(Every: 4, EverySeconds: null) };
        await using var cluster = await GrainCluster.Start();
        var (whole, _) = await WholeRun.Of(cluster, recipe, _root);

        string broken = Path.Combine(_root, "broken");
        foreach (int iterations in new[] { 3, 8 })
            await Run(cluster, WithLength(recipe, iterations), broken, RunOpening.Resume);
        var last = await Run(cluster, recipe, broken, RunOpening.Resume);
        Assert.True(last.Failure is null, last.Failure);
        AssertSame(whole, broken);
    }

    [Fact]
    public async Task A_run_whose_process_died_goes_on_from_its_newest_checkpoint()
    {
        var recipe = TinyRecipes.Digits(iterations: 12) with { Checkpoint = new CheckpointSpec(Every: 5, EverySeconds: null) };
        await using var cluster = await GrainCluster.Start();
        var (whole, _) = await WholeRun.Of(cluster, recipe, _root);

        // What a run leaves that dies after its eleventh iteration: a checkpoint of the tenth, and rows and sheets beyond it.
        string broken = Path.Combine(_root, "broken");
        await Run(cluster, recipe, broken, RunOpening.New);
        foreach (string version in Directory.GetDirectories(Path.Combine(broken, "checkpoints")).Where(path => Path.GetFileName(path).StartsWith("00000012", StringComparison.Ordinal)))
            Directory.Delete(version, recursive: true);
        File.AppendAllText(Path.Combine(broken, "metrics.csv"), "13,half a ro");
        File.WriteAllText(Path.Combine(broken, "samples", "iteration-000099.png"), "torn");

        var last = await Run(cluster, recipe, broken, RunOpening.Resume);
        Assert.True(last.Failure is null, last.Failure);
        AssertSame(whole, broken);
        Assert.Equal(10, last.Events.OfType<NoticeEvent>().First(notice => notice.Kind == NoticeKinds.Opened).Iteration);
    }

    [Fact]
    public async Task A_run_without_a_checkpoint_is_resumed_from_its_beginning()
    {
        var recipe = TinyRecipes.Ring(iterations: 7) with { Checkpoint = new CheckpointSpec(EverySeconds: 1000) };
        await using var cluster = await GrainCluster.Start();
        var (whole, _) = await WholeRun.Of(cluster, recipe, _root);
        string broken = Path.Combine(_root, "broken");
        await Run(cluster, WithLength(recipe, 3), broken, RunOpening.New);
        Directory.Delete(Path.Combine(broken, "checkpoints"), recursive: true);
        await Run(cluster, recipe, broken, RunOpening.Resume);
        AssertSame(whole, broken);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_passed_over_and_told()
    {
        var recipe = TinyRecipes.Ring(iterations: 12) with { Checkpoint = new CheckpointSpec(Every: 5, EverySeconds: null) };
        await using var cluster = await GrainCluster.Start();
        var (whole, _) = await WholeRun.Of(cluster, recipe, _root);
        string broken = Path.Combine(_root, "broken");
        await Run(cluster, recipe, broken, RunOpening.New);
        string damaged = Path.Combine(Directory.GetDirectories(Path.Combine(broken, "checkpoints")).Order().Last(), "generator.safetensors");
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        var last = await Run(cluster, recipe, broken, RunOpening.Resume);
        Assert.Contains(last.Events.OfType<NoticeEvent>(), notice => notice.Kind == NoticeKinds.CheckpointFault && notice.Words.Contains(damaged, StringComparison.Ordinal));
        Assert.Null(last.Failure);
        foreach (string file in new[] { "metrics.csv", "generator.safetensors", "losses.png" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(broken, file)));
    }

    [Fact]
    public async Task A_run_is_not_resumed_on_other_data()
    {
        var recipe = TinyRecipes.Digits(iterations: 4) with { Checkpoint = new CheckpointSpec(Every: 2, EverySeconds: null) };
        await using var cluster = await GrainCluster.Start();
        string folder = Path.Combine(_root, "run");
        await Run(cluster, WithLength(recipe, 2), folder, RunOpening.New);
        var other = recipe with { Data = recipe.Data with { Limit = 128 } };
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Run(cluster, other, folder, RunOpening.Resume));
        Assert.Contains("bring back the same data", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_figures_find_no_place_on_the_disk_fails_in_order_and_goes_on_when_there_is_some()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full, a file on a disk without place");
        var recipe = TinyRecipes.Ring(iterations: 600) with { Checkpoint = new CheckpointSpec(Every: 1000, EverySeconds: null), Samples = new SamplesSpec(Every: 1000, Rows: 2, Columns: 2) };
        await using var cluster = await GrainCluster.Start();
        string folder = Path.Combine(_root, "full"), metrics = Path.Combine(folder, "metrics.csv");
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(metrics, "/dev/full");
        var progress = await Run(cluster, recipe, folder, RunOpening.Resume);
        Assert.Equal(RunState.Failed, progress.State);
        Assert.Contains(metrics, progress.Failure, StringComparison.Ordinal);

        File.Delete(metrics);
        progress = await Run(cluster, recipe, folder, RunOpening.Resume);
        Assert.Null(progress.Failure);
        Assert.Equal(601, File.ReadLines(metrics).Count());
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_and_its_owner_named()
    {
        await using var cluster = await GrainCluster.Start();
        string folder = Path.Combine(_root, "run");
        using (RunLock.Acquire(folder, DateTimeOffset.UtcNow))
        {
            var fault = await Assert.ThrowsAsync<RunLockedException>(() => Run(cluster, TinyRecipes.Ring(), folder, RunOpening.New));
            Assert.Contains(Environment.MachineName, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_that_was_under_way_before_waits_for_its_folder_and_goes_on_when_it_is_free()
    {
        var recipe = TinyRecipes.Ring(iterations: 12) with { Checkpoint = new CheckpointSpec(Every: 4, EverySeconds: null) };
        await using var cluster = await GrainCluster.Start();
        var (whole, _) = await WholeRun.Of(cluster, recipe, _root);

        string broken = Path.Combine(_root, "broken");
        await Run(cluster, WithLength(recipe, 5), broken, RunOpening.New);
        var run = GrainCluster.NewRun();
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        var held = RunLock.Acquire(broken, DateTimeOffset.UtcNow);
        int waits = 0;
        await coordinator.StartWhenPossible(
            new RunOrder(run, recipe, broken, RecipeWriter.Write(recipe), RunOpening.Resume), Wait, again: true, stop: TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Completed, (await WholeRun.Ended(coordinator)).State);
        Assert.Equal(2, waits);
        AssertSame(whole, broken);

        void Wait(string reason)
        {
            if (reason.Contains(Environment.MachineName, StringComparison.Ordinal) && ++waits == 2)
                held.Dispose();
        }
    }

    internal static Recipe WithLength(Recipe recipe, long iterations) => recipe with { Run = recipe.Run with { Iterations = iterations, Epochs = null } };

    internal static void AssertSame(string whole, string broken)
    {
        string[] files = [.. WholeRun.Comparable(whole)];
        Assert.Contains("metrics.csv", files);
        Assert.Equal(files, WholeRun.Comparable(broken));
        foreach (string file in files)
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(whole, file));
            Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(broken, file))), $"{file} differs from that of an unbroken run");
        }
    }

    internal static async Task<RunProgress> Run(GrainCluster cluster, Recipe recipe, string folder, RunOpening opening)
    {
        var run = GrainCluster.NewRun();
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        await coordinator.StartWhenPossible(new RunOrder(run, recipe, folder, RecipeWriter.Write(recipe), opening), stop: TestContext.Current.CancellationToken);
        return await WholeRun.Ended(coordinator);
    }

    private static Recipe RecipeOf(string name) => name switch
    {
        "switched" => TinyRecipes.Digits(12, StudyKind.Switched),
        "wgan-gp" => TinyRecipes.WganGp(12) with { Schedule = new ScheduleSpec(Discriminator: 3), Penalty = new PenaltySpec(PenaltyKind.WganGp, Every: 2) },
        "steadied" => Steadied(),
        "epochs" => TinyRecipes.Digits(12) with { Run = new RunSpec(Epochs: 1), Samples = new SamplesSpec(EveryEpochs: 1, Rows: 2, Columns: 2) },
        "gated" => TinyRecipes.Ring(new ScheduleSpec(Rule: new AccuracyGateRule()), iterations: 30),
        "fooled" => TinyRecipes.Ring(iterations: 40) with { Stop = new StopSpec(Band: 0.49f, Window: 4, For: 30) },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Everything that has a state of its own: spectral norms, an average, batch statistics, a course of the learning rate, instance noise.</summary>
    private static Recipe Steadied()
    {
        var recipe = TinyRecipes.Digits(iterations: 12);
        return recipe with
        {
            Generator = recipe.Generator with
            {
                Average = new AverageSpec(0.9f, 2),
                Optimizer = recipe.Generator.Optimizer with { Schedule = new LearningRateSchedule(LearningRateKind.Linear, 20, 0.1f) },
            },
            Discriminator = recipe.Discriminator with
            {
                Layers = [new Flatten(), new Dense(32) { SpectralNorm = true }, new LeakyRelu(0.2f), new Dropout(0.3f), new Dense(1) { SpectralNorm = true }],
            },
            Samples = recipe.Samples with { Weights = WeightsKind.Average },
            InstanceNoise = new InstanceNoiseSpec(0.1f, 8),
        };
    }
}
