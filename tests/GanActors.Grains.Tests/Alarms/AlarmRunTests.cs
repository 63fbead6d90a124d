using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests.Alarms;

/// <summary>
/// Alarms of whole runs: each is raised by a recipe made to provoke it, and none by a healthy one. Over one seed, to save time; over three with
/// <c>GANACTORS_ALL_SEEDS=1</c>.
/// </summary>
public sealed class AlarmRunTests : IDisposable
{
    private static readonly ulong[] Seeds = Environment.GetEnvironmentVariable("GANACTORS_ALL_SEEDS") == "1" ? [1, 2, 3] : [1];

    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public static TheoryData<AlarmKind, ulong> Provocations
    {
        get
        {
            var data = new TheoryData<AlarmKind, ulong>();
            foreach (var kind in Enum.GetValues<AlarmKind>())
            {
                foreach (ulong seed in Seeds)
                    data.Add(kind, seed);
            }

            return data;
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Provocations))]
    public async Task An_alarm_is_raised_by_a_recipe_made_to_provoke_it(AlarmKind kind, ulong seed)
    {
        var raised = await Raised(Provoking(kind), seed);
        Assert.Contains(raised, alarm => alarm.Kind == kind);
    }

    [Theory]
    [InlineData("ring", 750)]
    [InlineData("grid", 750)]
    [InlineData("ring-gated", 750)]
    [InlineData("quickstart", 600)]
    public async Task No_alarm_is_raised_by_a_healthy_recipe(string name, long iterations)
    {
        foreach (ulong seed in Seeds)
        {
            var recipe = RecipeLibrary.Shipped.Read(name, [Invariant($"run.iterations={iterations}"), "samples.every=100000", "samples.grid=[4, 4]", name == "quickstart" ? "data.name=digits" : "data.name=" + (name == "grid" ? "grid" : "ring")]).Recipe;
            Assert.Equal(AlarmsSpec.Default, recipe.Alarms);
            Assert.Empty((await Raised(recipe, seed)).Select(alarm => $"seed {seed}, iteration {alarm.Iteration}: {alarm}"));
        }
    }

    [Fact]
    public async Task An_alarm_whose_reaction_is_stop_ends_the_run_as_stopped_with_its_reason()
    {
        var recipe = Frozen("stop", "run.iterations=2000");
        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.Equal(RunState.Stopped, progress.State);
        Assert.Null(progress.Failure);
        var alarm = progress.Events.OfType<AlarmEvent>().First(happened => happened.Alarm.Kind == AlarmKind.LossesFrozen).Alarm;
        Assert.True(alarm is { Raised: true, Reaction: AlarmReaction.Stop });
        Assert.Equal(alarm.Iteration, progress.Iterations);
        Assert.Equal((RunState.Stopped, alarm.ToString()), progress.Events.OfType<EndEvent>().Select(end => (end.State, end.Reason)).Single());
        Assert.True(File.Exists(Path.Combine(folder, "summary.json")));
        Assert.Equal(alarm.Iteration + 1, File.ReadLines(Path.Combine(folder, "metrics.csv")).Count());
    }

    [Fact]
    public async Task An_alarm_whose_reaction_is_roll_back_goes_back_with_lower_learning_rates_so_many_times_and_then_fails()
    {
        var recipe = Frozen("roll-back", "run.iterations=2000", "checkpoint={ every: 20, keep: 3 }", "on_divergence={ do: roll-back, lr_factor: 0.5, most: 2 }");
        Assert.Equal(2, recipe.Divergence!.Most);
        await using var cluster = await GrainCluster.Start();
        var (_, progress) = await WholeRun.Of(cluster, recipe, _root);
        var alarm = progress.Events.OfType<AlarmEvent>().First(happened => happened.Alarm.Kind == AlarmKind.LossesFrozen).Alarm;
        Assert.Equal(
            [$"{alarm}; roll-back 1 of at most 2, learning rates times 0.5", "roll-back 2 of at most 2, learning rates times 0.5"],
            progress.Events.OfType<NoticeEvent>().Where(notice => notice.Kind == NoticeKinds.RolledBack).Select((notice, i) => i == 0 ? notice.Words : notice.Words.Split("; ")[^1]));
        var openings = progress.Events.OfType<NoticeEvent>().Where(notice => notice.Kind == NoticeKinds.Opened).ToArray();
        Assert.Equal(3, openings.Length);
        Assert.All(openings[1..], opening => Assert.InRange(opening.Iteration, 20, alarm.Iteration - 1));
        Assert.Equal(RunState.Failed, progress.State);
        Assert.Contains("alarm losses_frozen", progress.Failure, StringComparison.Ordinal);
        Assert.Equal(recipe.Discriminator.Optimizer.LearningRate / 4, (float)progress.Latest!.DiscriminatorLearningRate);
        Assert.Equal(recipe.Generator.Optimizer.LearningRate / 4, (float)progress.Latest.GeneratorLearningRate);
    }

    /// <summary>A ring whose discriminator is clipped to nothing, so that no loss moves; read as a user would write it.</summary>
    private static Recipe Frozen(string reaction, params string[] more) => RecipeLibrary.Shipped.Read("ring",
    [
        "discriminator.clip_weights=0.000001", $"alarms={{ losses_frozen: {{ reaction: {reaction}, bound: 0.0001, window: 50 }} }}", "instance_noise=none",
        "samples.every=100000", "samples.grid=[4, 4]", "checkpoint=none", .. more,
    ]).Recipe;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Recipe Provoking(AlarmKind kind)
    {
        var samples = new SamplesSpec(Every: 100_000, Rows: 2, Columns: 2);
        var ring = TinyRecipes.Ring(iterations: 700) with { Alarms = AlarmsSpec.Default, Samples = samples };
        var digits = TinyRecipes.Digits(iterations: 600) with { Alarms = AlarmsSpec.Default, Samples = samples };
        var still = digits with
        {
            Generator = digits.Generator with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 1e-9f) },
            Discriminator = digits.Discriminator with
            {
                Layers = [new Flatten(), new Dense(32), new LeakyRelu(0.2f), new Dense(1)],
                Optimizer = new OptimizerSpec(LearningRate: 0.01f),
            },
        };
        var strong = ring.Discriminator with
        {
            Layers = [new Dense(64), new LeakyRelu(0.2f), new Dense(64), new LeakyRelu(0.2f), new Dense(1)],
            Optimizer = new OptimizerSpec(LearningRate: 0.01f),
        };
        var shipped = RecipeLibrary.Shipped.Read(
            "ring", ["run.iterations=3000", "evaluate={ every: 500, samples: 1000 }", "samples.every=100000", "samples.grid=[4, 4]"]).Recipe;
        return kind switch
        {
            // The generator stands still, far from the data, and the discriminator has all the time in the world.
            AlarmKind.DiscriminatorWins => still,
            AlarmKind.VanishingFeedback => still with
            {
                Loss = new LossSpec(LossKind.Saturating),
                Discriminator = still.Discriminator with { Optimizer = new OptimizerSpec(LearningRate: 0.05f) },
            },

            // It is told that real items are only just real, and is too weak to tell any apart.
            AlarmKind.OneSided => ring with { Discriminator = ring.Discriminator with { WeightClip = 0.02f }, Loss = new LossSpec(LabelSmoothing: 0.45f) },
            AlarmKind.LossesFrozen => ring with { Discriminator = ring.Discriminator with { WeightClip = 1e-6f } },

            // Both linear: the simplest game whose players go round in circles.
            AlarmKind.Oscillation => ring with
            {
                Run = ring.Run with { Iterations = 1_500 },
                Alarms = AlarmsSpec.Default with { Oscillation = AlarmsSpec.Default.Oscillation! with { Bound = 5 } },
                Loss = new LossSpec(LossKind.Wasserstein),
                Generator = new NetworkSpec([new Dense(2)], new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 0.03f)),
                Discriminator = new NetworkSpec([new Dense(1, Bias: false)], new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 0.03f)),
            },

            // Steps whose gradients overflow are skipped.
            AlarmKind.NonFinite => ring with
            {
                Loss = new LossSpec(LossKind.LeastSquares),
                Discriminator = ring.Discriminator with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 10f) },
                Divergence = new DivergenceSpec(DivergenceAction.Skip, Most: 1_000_000),
            },

            // A critic that nothing bounds.
            AlarmKind.ExplodingGradients => ring with { Loss = new LossSpec(LossKind.Wasserstein), Discriminator = strong },


            // What has learned the ring is thrown off it by a learning rate that jumps.
            AlarmKind.QualityFall => shipped with
            {
                Generator = shipped.Generator with { Optimizer = shipped.Generator.Optimizer with { Schedule = new LearningRateSchedule(LearningRateKind.Step, 2_500, 100f) } },
            },
            AlarmKind.ModeCollapse => RecipeLibrary.Shipped.Read("ring-collapse", ["samples.every=100000", "samples.grid=[4, 4]"]).Recipe,
            _ => throw new NotSupportedException($"Nothing provokes {kind}."),
        };
    }

    private async Task<AlarmNotice[]> Raised(Recipe recipe, ulong seed)
    {
        await using var cluster = await GrainCluster.Start();
        var (_, progress) = await WholeRun.Of(cluster, recipe with { Run = recipe.Run with { Seed = seed } }, _root);
        Assert.True(progress.Failure is null, progress.Failure);
        return [.. progress.Events.OfType<AlarmEvent>().Select(happened => happened.Alarm).Where(alarm => alarm.Raised)];
    }
}
