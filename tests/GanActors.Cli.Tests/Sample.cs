using System.Collections.Immutable;
using GanActors.Cli.Rendering;
using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;
using Spectre.Console;

namespace GanActors.Cli.Tests;

/// <summary>A small run to render: the Keras walk-through's networks, some way into its course.</summary>
internal static class Sample
{
    public static readonly RunId Run = new("keras-mnist-mlp-20260102-030405");

    public static Recipe Recipe(StudyKind study = StudyKind.Separate) => new(
        "keras-mnist-mlp",
        "the Keras walk-through",
        new DataSpec("mnist"),
        128,
        new NoiseSpec(100),
        new NetworkSpec([new Dense(128), new LeakyRelu(0.01f), new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))], new OptimizerSpec()),
        new NetworkSpec([new Flatten(), new Dense(128), new LeakyRelu(0.01f), new Dense(1)], new OptimizerSpec()),
        new LossSpec(),
        new ScheduleSpec(Study: study),
        new RunSpec(Iterations: 20_000),
        new SamplesSpec(Every: 1000),
        new MetricsSpec());

    public static RunHeading Heading(StudyKind study = StudyKind.Separate)
    {
        var recipe = Recipe(study);
        var item = new Shape(1, 28, 28);
        var plans = new RecipePlans(recipe.PlanGenerator(item), recipe.PlanDiscriminator(item));
        return new RunHeading(
            new RunOrder(Run, recipe, "/home/ada/runs/keras-mnist-mlp-20260102-030405", "name: keras-mnist-mlp\n"),
            new RunStarted(
                new GeneratorReady(plans.Generator.ParameterCount, "cpu (2 threads, AVX2)"),
                new DiscriminatorReady(item, plans.Discriminator.ParameterCount, "cpu (2 threads, AVX2)", 468, "60,000 training images", []),
                20_000),
            "mnist: 60,000 training images from /data/mnist",
            plans);
    }

    public static MetricsRow Row(long iteration) => new(
        iteration, iteration / 468.0, 0.21, 0.17, 3.1416, 0.984, 0.972, 0.931, 0.05, 0.112, 0.1234, 0.0456, double.NaN, 0.001, 0.0005, 1, 1);

    public static RunProgress Progress(
        long iterations, RunState state = RunState.Running, Phase phase = Phase.Discriminator, params RunEvent[] events) => new(
        state,
        new Turn(Run, 1, iterations, phase, 0),
        iterations,
        20_000,
        iterations == 0 ? null : Row(iterations),
        412.3,
        TimeSpan.FromSeconds(iterations / 400.0),
        state == RunState.Running ? TimeSpan.FromSeconds((20_000 - iterations) / 400.0) : null,
        state == RunState.Failed ? "the discriminator's loss is NaN" : null,
        [.. events]);

    public static EvaluatedGenerator Generator(long iteration) => new("keras-mnist-mlp", iteration, WeightsKind.Current, 1);

    public static EvaluationReport Evaluation(double fid) => new(
        "mnist", 2500, 2500, new ExtractorId("mnist", ExtractorKind.Classifier, "1a2b3c4d", 0.989, 128, ""),
        ImmutableSortedDictionary<string, double>.Empty.Add(FigureNames.Fid, fid).Add(FigureNames.Kid, 0.031), new EvaluationFloor(2500, 1.25, 0, 0.001), [], [], 1.5);

    public static AlarmNotice Alarm(bool raised) =>
        new(700, AlarmKind.OneSided, raised, AlarmReaction.Tell, "D is right on 99 % of real and 2 % of generated items");

    public static GateDecision Decision(long iteration, GateMove move) => new(iteration, Phase.Discriminator, move, "its accuracy of 0.86 is above 0.8");

    /// <summary>A console without colours that writes into a string; one that moves the cursor, if wanted.</summary>
    public static (IAnsiConsole Console, StringWriter Text) Console(int width, bool ansi = false)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No,
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return (console, text);
    }

    public static async IAsyncEnumerable<Snapshot> Course(params RunProgress[] course)
    {
        foreach (var progress in course)
        {
            await Task.Yield();
            yield return new Snapshot(progress, Stopping: false);
        }
    }
}
