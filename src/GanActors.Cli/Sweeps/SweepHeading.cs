using GanActors.Cli.Rendering;
using GanActors.Server.Sweeps;
using GanActors.Sweeps;
using Spectre.Console;

namespace GanActors.Cli.Sweeps;

/// <summary>What is searched, and where.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Spec">The sweep.</param>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Data">The data set and its origin.</param>
internal sealed record SweepHeading(string Sweep, SweepSpec Spec, string Folder, string Data)
{
    /// <summary>The objective in words, for example <c>least fid, mean of 2 seeds</c>.</summary>
    public string Objective
    {
        get
        {
            var objective = Spec.Objective;
            string seeds = objective.Seeds == 1 ? "" : $", {(objective.Combine == SeedStatistic.Mean ? "mean" : "median")} of {objective.Seeds} seeds";
            return $"{(objective.Minimize ? "least" : "most")} {objective.Metric}{seeds}";
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{Spec.Name}[/]  {Spec.Description}");
        console.MarkupLineInterpolated($"[grey]data[/]       {Data}");
        console.MarkupLineInterpolated($"[grey]objective[/]  {Objective}");
        console.MarkupLineInterpolated($"[grey]scheduler[/]  {SchedulerWords.Of(Spec.Scheduler)}");
        console.MarkupLineInterpolated($"[grey]budget[/]     {Figures.Count(Spec.Budget.Trials)} trials of at most {Figures.Count(Spec.Budget.Iterations)} iterations");
        foreach (var parameter in Spec.Space.Parameters)
            console.MarkupLineInterpolated($"[grey]varied[/]     {parameter.Key}: {SchedulerWords.Of(parameter.Distribution)}");
        console.WriteLine();
    }
}
