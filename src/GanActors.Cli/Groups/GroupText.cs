using GanActors.Cells;
using GanActors.Cli.Rendering;
using GanActors.Runs;
using GanActors.Server.Runs;
using Spectre.Console;

namespace GanActors.Cli.Groups;

/// <summary>What is said of a group before and after it trains, in a terminal and in a log.</summary>
internal static class GroupText
{
    /// <summary>What trains, and where.</summary>
    public static void Begin(IAnsiConsole console, GroupSpec spec, RunFolder folder, CellsStarted started)
    {
        var (basics, facts) = (spec.Basics, started.Facts);
        console.MarkupLineInterpolated($"[bold]{basics.Name}[/]  {basics.Description}");
        console.MarkupLineInterpolated($"[grey]data[/]      {facts.Data}");
        console.MarkupLineInterpolated($"[grey]members[/]   {spec.Members}, each of {Figures.Count(facts.GeneratorParameters)} + {Figures.Count(facts.DiscriminatorParameters)} parameters, on {facts.Device}");
        console.MarkupLineInterpolated($"[grey]length[/]    {Figures.Count(basics.Epochs)} epochs of {Figures.Count(facts.Batches)} batches, {Figures.Count(started.Done)} done");
        console.MarkupLineInterpolated($"[grey]folder[/]    {RunPaths.Short(folder.Path)}");
        console.WriteLine();
    }

    /// <summary>How it ended: the best mixtures, and where everything lies.</summary>
    public static void End(IAnsiConsole console, RunFolder folder, CellsProgress last)
    {
        console.MarkupLineInterpolated($"[bold]{last.State.ToString().ToLowerInvariant()}[/] after {Figures.Count(last.Epoch)} epochs, {Figures.Duration(last.Elapsed)}");
        if (last.Members.Where(member => member.Mixture is not null).MinBy(member => member.Mixture!.Fid) is { Mixture: { } best })
            console.MarkupLineInterpolated($"best mixture: that around cell {best.Place}, FID {Figures.Real(best.Fid)}, KID {Figures.Real(best.Kid)}; of its own generator alone KID {Figures.Real(best.OwnKid)}");
        console.MarkupLineInterpolated($"everything lies in {RunPaths.Short(folder.Path)}");
    }

    /// <summary>An epoch in words.</summary>
    public static string Epoch(CellsProgress progress)
    {
        CellRow[] rows = [.. progress.Members.Select(member => member.Row).OfType<CellRow>()];
        string left = progress.Left is { } time ? $"   {Figures.Duration(time)} left" : "";
        string figures = rows.Length == 0 ? ""
            : $"   G loss {Figures.Real(rows.Average(row => row.GeneratorLoss))}  D loss {Figures.Real(rows.Average(row => row.DiscriminatorLoss))}   {Figures.Real(rows.Average(row => row.Seconds))} s a member's epoch";
        string last = progress.State == RunState.Running && progress.Epoch == progress.Epochs ? "   what it came to is measured" : "";
        return $"epoch {Figures.Count(progress.Epoch)} of {Figures.Count(progress.Epochs)}{figures}   {Figures.Duration(progress.Elapsed)} gone{left}{last}";
    }
}
