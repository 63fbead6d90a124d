using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using GanActors.Checkpoints;
using GanActors.Cli.Rendering;
using GanActors.Server.Runs;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors checkpoints</c>: what a run can go on from.</summary>
internal static class CheckpointsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var run = new Argument<string>("run") { Description = "A run's folder, or its name under runs/", HelpName = "RUN" };
        var pin = Which("--pin", "Keep the checkpoint of iteration N for good");
        var unpin = Which("--unpin", "Let the checkpoint of iteration N be deleted in its turn again");
        var checkpoints = new CommandWithExamples(
            "checkpoints", "Lists a run's checkpoints, every byte compared, and pins them",
            new Example("ganactors checkpoints ring", "Which there are, and whether they are whole."),
            new Example("ganactors checkpoints ring --pin 5000", "Keep that of iteration 5,000, whatever the recipe keeps."),
            new Example("ganactors checkpoints ring --unpin 5000", "Do not keep it any more."));
        checkpoints.Arguments.Add(run);
        checkpoints.Options.Add(pin);
        checkpoints.Options.Add(unpin);
        checkpoints.SetAction(async (parsed, stop) =>
        {
            string folder = ResultSource.Runs.Find(parsed.GetRequiredValue(run), CheckpointArchive.FolderName, surroundings.CurrentDirectory);
            var archive = new CheckpointArchive(ConfiguredCheckpointStores.FromEnvironment().Open(Path.Combine(folder, CheckpointArchive.FolderName)));
            bool pins = parsed.GetResult(pin) is not null || parsed.GetResult(unpin) is not null;
            var entries = await archive.ListVersionsAsync(verify: !pins, stop);
            if (entries.IsEmpty)
                throw new BadInputException($"'{parsed.GetRequiredValue(run)}' holds no checkpoints");
            if (!pins)
                return List(surroundings, archive, entries);
            if (parsed.GetValue(pin) is { } kept)
                await Pin(surroundings, archive, kept.In(entries), stop);
            if (parsed.GetValue(unpin) is { } freed)
                await Unpin(surroundings, archive, freed.In(entries), stop);
            return ExitCode.Done;
        });
        return checkpoints;
    }

    private static Option<CheckpointChoice?> Which(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (CheckpointChoice.Read(name, text) is { } choice)
                return choice;
            result.AddError($"{name} takes an iteration such as 5000, or iteration and incarnation such as 00005000-0002, not '{text}'");
            return null;
        },
    };

    private static int List(Surroundings surroundings, CheckpointArchive archive, ImmutableArray<CheckpointEntry> entries)
    {
        var console = surroundings.Output;
        var table = Tables.Plain(console, "iteration", "incarnation", "written (UTC)", "size", "figures", "state");
        table.RightAligned(0, 1, 3);
        foreach (var entry in entries)
        {
            table.AddRow(
                new Markup($"[bold]{Figures.Count(entry.Version.Iteration)}[/]"),
                new Text(Figures.Count(entry.Version.Incarnation)),
                new Text(entry.Manifest?.Written.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? ""),
                new Text(Figures.Size(entry.Bytes)),
                new Text(entry.Manifest is { } manifest ? string.Join("  ", manifest.Metrics.Select(metric => $"{metric.Key} {Figures.Real(metric.Value)}")) : ""),
                State(entry));
        }

        console.Write(table);
        foreach (var entry in entries.Where(entry => entry.Condition == CheckpointCondition.Damaged))
            surroundings.Out.WriteLine($"damaged: {entry.Reason}");
        string next = entries.FirstOrDefault(entry => entry.Condition == CheckpointCondition.Whole) is { } latest
            ? $"the run goes on from iteration {Figures.Count(latest.Version.Iteration)}"
            : "none of them is whole: the run cannot go on";
        surroundings.Out.WriteLine($"{Figures.Size(entries.Sum(entry => entry.Bytes))} in {RunPaths.Short(archive.Location)}; {next}");
        return ExitCode.Done;
    }

    private static Markup State(CheckpointEntry entry) => entry switch
    {
        { Condition: CheckpointCondition.Damaged } => new Markup("[red]damaged[/]"),
        { Condition: CheckpointCondition.Unfinished } => new Markup("[yellow]unfinished[/]"),
        { Pinned: true } => new Markup("[green]whole, pinned[/]"),
        _ => new Markup("[green]whole[/]"),
    };

    private static async Task Pin(Surroundings surroundings, CheckpointArchive archive, CheckpointVersion version, CancellationToken stop)
    {
        await archive.PinAsync(version, stop);
        surroundings.Out.WriteLine($"{version} is pinned: it is kept until it is unpinned");
    }

    private static async Task Unpin(Surroundings surroundings, CheckpointArchive archive, CheckpointVersion version, CancellationToken stop)
    {
        await archive.UnpinAsync(version, stop);
        surroundings.Out.WriteLine($"{version} is not pinned: the recipe decides how long it is kept");
    }
}
