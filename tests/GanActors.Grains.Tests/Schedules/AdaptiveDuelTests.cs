using System.Text.Json;
using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests.Schedules;

/// <summary>Duels under schedules that freeze a network for a while.</summary>
public sealed class AdaptiveDuelTests : IDisposable
{
    private static readonly Shape Digit = new(1, 28, 28);

    // Rules that have something to decide within a few iterations of a tiny duel.
    private static readonly AccuracyGateRule Gate = new(Accuracy: 0.55f, Hysteresis: 0.02f, Smoothing: 0f, LongestFreeze: 3);
    private static readonly LossBandRule Band = new(Equilibrium: 0.6f, Margin: 0.05f, Hysteresis: 0.02f, Smoothing: 0f, LongestFreeze: 3);
    private static readonly LossRatioRule Ratio = new(Both: 2, Smoothing: 0.5f, LongestFreeze: 4);
    private static readonly IntegralRule Control = new(Accuracy: 0.5f, Rate: 0.2f, Smoothing: 0f, LongestFreeze: 3);

    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public static TheoryData<ScheduleKind, StudyKind, FakesKind> Schedules => new()
    {
        { ScheduleKind.AccuracyGate, StudyKind.Combined, FakesKind.Fresh },
        { ScheduleKind.AccuracyGate, StudyKind.Separate, FakesKind.Fresh },
        { ScheduleKind.AccuracyGate, StudyKind.Shuffled, FakesKind.Reused },
        { ScheduleKind.LossBand, StudyKind.Combined, FakesKind.Reused },
        { ScheduleKind.LossRatio, StudyKind.Combined, FakesKind.Reused },
        { ScheduleKind.LossRatio, StudyKind.Separate, FakesKind.Fresh },
        { ScheduleKind.LossRatio, StudyKind.Shuffled, FakesKind.Fresh },
        { ScheduleKind.Integral, StudyKind.Combined, FakesKind.Fresh },
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Schedules))]
    public async Task The_weights_of_whom_the_schedule_freezes_do_not_change(ScheduleKind kind, StudyKind study, FakesKind fakes)
    {
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, TinyRecipes.Digits() with { Schedule = Of(kind, study, fakes) }, Digit);
        var round = duel.Round();
        int frozen = 0;
        for (long iteration = 0; iteration < 24; iteration++)
        {
            string discriminator = await duel.Discriminator.Digest(), generator = await duel.Generator.Digest();
            var row = await round.Play(iteration, batchesPerEpoch: 16);
            Assert.Equal(row.DiscriminatorSteps == 0, discriminator == await duel.Discriminator.Digest());
            Assert.Equal(row.GeneratorSteps == 0, generator == await duel.Generator.Digest());
            Assert.Equal(iteration + 1, row.Iteration);
            Assert.Equal(iteration + 1, round.RealBatches);
            frozen += row.DiscriminatorSteps == 0 || row.GeneratorSteps == 0 ? 1 : 0;

            // A frozen discriminator is looked at all the same, and a frozen generator where the schedule goes by its loss.
            Assert.True(double.IsFinite(row.DiscriminatorLoss) && double.IsFinite(row.AccuracyReal + row.AccuracyFake));
            Assert.Equal(row.DiscriminatorSteps == 0, double.IsNaN(row.DiscriminatorGradientNorm));
            Assert.Equal(row.GeneratorSteps == 0, double.IsNaN(row.GeneratorGradientNorm));
            Assert.Equal(row.GeneratorSteps > 0 || kind == ScheduleKind.LossRatio, double.IsFinite(row.GeneratorLoss));
        }

        Assert.InRange(frozen, 1, 23);
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public async Task Both_networks_hear_of_every_iteration(ScheduleKind kind, StudyKind study, FakesKind fakes)
    {
        await using var cluster = await GrainCluster.Start();
        await WholeRun.Of(cluster, TinyRecipes.Ring(Of(kind, study, fakes), iterations: 20), _root);
        foreach (string[] commands in new[] { (string[])["Forge"], ["Study", "Assess"] })
        {
            long[] iterations = [.. cluster.Calls.Where(call => commands.Contains(call.Method)).Select(call => ((Turn)call.Arguments[0]!).Iteration).Distinct()];
            Assert.Equal(Enumerable.Range(0, 20).Select(iteration => (long)iteration), iterations);
        }
    }

    [Fact]
    public async Task A_frozen_discriminator_is_asked_once_whatever_its_steps()
    {
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, TinyRecipes.Ring(new ScheduleSpec(Discriminator: 3, Rule: Gate with { Accuracy = 0.01f })), new Shape(2));
        var round = duel.Round();
        int before = cluster.Calls.Count;
        await round.Play(0, 10);
        await round.Play(1, 10);
        Assert.Equal(
            ["Forge", "Study", "Forge", "Study", "Forge", "Study", "Forge", "Judge", "Learn", "Forge", "Assess", "Forge", "Judge", "Learn"],
            cluster.Calls.Skip(before).Select(call => call.Method));
        Assert.Equal(4, round.RealBatches);
    }

    [Fact]
    public async Task Warm_up_takes_its_steps_in_the_first_iterations_and_again()
    {
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, TinyRecipes.WganGp() with { Schedule = new ScheduleSpec(2, Rule: new WarmUpRule(4, 2, 5)) }, Digit);
        var round = duel.Round();
        var steps = new List<int>();
        var told = new List<long>();
        for (long iteration = 0; iteration < 12; iteration++)
        {
            steps.Add((await round.Play(iteration, 16)).DiscriminatorSteps);
            told.AddRange(round.Decisions.Select(decision => decision.Iteration));
        }

        Assert.Equal([4, 4, 2, 2, 2, 4, 2, 2, 2, 2, 4, 2], steps);
        Assert.Equal([3, 6, 7, 11, 12], told);
    }

    [Theory]
    [InlineData(ScheduleKind.AccuracyGate)]
    [InlineData(ScheduleKind.LossRatio)]
    public Task An_adaptive_run_leaves_the_same_bytes_whatever_the_number_of_threads(ScheduleKind kind) =>
        WholeRun.AssertRepeats(TinyRecipes.Digits(iterations: 12) with { Schedule = Of(kind, StudyKind.Combined, FakesKind.Fresh) }, _root);

    [Theory]
    [InlineData(ScheduleKind.AccuracyGate)]
    [InlineData(ScheduleKind.LossBand)]
    [InlineData(ScheduleKind.LossRatio)]
    [InlineData(ScheduleKind.Integral)]
    public async Task A_round_that_is_saved_and_loaded_in_any_iteration_goes_on_as_one_that_was_not(ScheduleKind kind)
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Ring(Of(kind, StudyKind.Combined, FakesKind.Fresh));
        var (whole, broken) = (await TinyDuel.Prepare(cluster, recipe, new Shape(2)), await TinyDuel.Prepare(cluster, recipe, new Shape(2)));
        var unbroken = whole.Round();
        var round = broken.Round();
        for (long iteration = 0; iteration < 20; iteration++)
        {
            string saved = round.Save().ToJsonString();
            round = broken.Round();
            round.Load(JsonDocument.Parse(saved).RootElement);
            Assert.Equal(await unbroken.Play(iteration, 16), await round.Play(iteration, 16));
            Assert.Equal(unbroken.Decisions, round.Decisions);
        }
    }

    [Fact]
    public async Task A_run_tells_what_its_schedule_decides()
    {
        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await WholeRun.Of(cluster, TinyRecipes.Ring(Of(ScheduleKind.AccuracyGate, StudyKind.Combined, FakesKind.Fresh), iterations: 30), _root);
        var rows = progress.Events.OfType<MetricsEvent>().Select(happened => happened.Row).ToArray();
        var decisions = progress.Events.OfType<GateEvent>().Select(happened => happened.Decision).ToArray();
        long[] changes = [.. rows.Zip(rows.Skip(1)).Where(pair => pair.First.DiscriminatorSteps != pair.Second.DiscriminatorSteps).Select(pair => pair.Second.Iteration)];
        Assert.NotEmpty(changes);
        Assert.Equal(changes, decisions.Select(decision => decision.Iteration).Where(iteration => iteration <= 30));
        Assert.All(decisions, decision => Assert.Equal(Phase.Discriminator, decision.Player));
        string[] written = [.. File.ReadLines(Path.Combine(folder, "metrics.csv")).Skip(1).Select(line => line.Split(',')[^2])];
        Assert.Equal(rows.Select(row => row.DiscriminatorSteps.ToString(System.Globalization.CultureInfo.InvariantCulture)), written);
    }

    [Theory]
    [InlineData(ScheduleKind.AccuracyGate, 1)]
    [InlineData(ScheduleKind.AccuracyGate, 3)]
    [InlineData(ScheduleKind.Integral, 2)]
    [InlineData(ScheduleKind.WarmUp, 2)]
    public async Task A_run_of_epochs_ends_with_the_iteration_that_draws_the_last_batch_of_them(ScheduleKind kind, int steps)
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Digits() with
        {
            Schedule = Of(kind, StudyKind.Combined, FakesKind.Fresh) with { Discriminator = steps },
            Run = new RunSpec(Epochs: 3),
            Samples = new SamplesSpec(EveryEpochs: 1, Rows: 2, Columns: 2),
        };
        var (_, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.Equal(RunState.Completed, progress.State);
        Assert.Equal(progress.Iterations, progress.TotalIterations);
        var rows = progress.Events.OfType<MetricsEvent>().Select(happened => happened.Row).ToArray();
        Assert.Equal(progress.Iterations, rows[^1].Iteration);
        Assert.True(rows[^1].Epoch >= 3 && rows[^2].Epoch < 3);
        Assert.Equal(rows[^1].Epoch * 16, rows.Sum(row => Math.Max(1, row.DiscriminatorSteps)));
        Assert.Equal([1, 2, 3], progress.Events.OfType<EpochEvent>().Select(happened => happened.Epoch));
    }

    private static ScheduleSpec Of(ScheduleKind kind, StudyKind study, FakesKind fakes) => new(Study: study, Fakes: fakes, Rule: kind switch
    {
        ScheduleKind.AccuracyGate => Gate,
        ScheduleKind.LossBand => Band,
        ScheduleKind.LossRatio => Ratio,
        ScheduleKind.Integral => Control,
        ScheduleKind.WarmUp => new WarmUpRule(5, 2, 7),
        _ => throw new NotSupportedException(),
    });
}
