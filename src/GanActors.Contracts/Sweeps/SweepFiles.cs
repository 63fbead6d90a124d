using System.Globalization;

namespace GanActors.Sweeps;

/// <summary>The files of a sweep's folder.</summary>
public static class SweepFiles
{
    /// <summary>The sweep, resolved, by whose presence a sweep is known.</summary>
    public const string Sweep = "sweep.yaml";

    /// <summary>What was decided and what came of it, one JSON object a line, in order: all that the sweep knows.</summary>
    public const string Journal = "journal.jsonl";

    /// <summary>The trials in their order, best first.</summary>
    public const string Leaderboard = "leaderboard.csv";

    /// <summary>How the sweep stands, for people and programs that look from outside.</summary>
    public const string Summary = "summary.json";

    /// <summary>The folder of the trials' runs.</summary>
    public const string Trials = "trials";

    /// <summary>What somebody wants of the sweep, for the process that runs it: each wish a file, taken out when it is carried out.</summary>
    public const string Wishes = "wishes";

    /// <summary>The folder of a run, relative to the sweep's: <c>trials/0007/seed-1</c>.</summary>
    /// <param name="trial">The trial's number, from 0.</param>
    /// <param name="seed">Which of its runs, from 1.</param>
    public static string Run(int trial, int seed) => string.Create(CultureInfo.InvariantCulture, $"{Trials}/{trial:D4}/seed-{seed}");
}
