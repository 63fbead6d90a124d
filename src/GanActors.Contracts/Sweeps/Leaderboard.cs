using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GanActors.Sweeps;

/// <summary>A sweep's trials in their order, best first: those that were trained longest come first, and among them the one with the best objective.</summary>
public static class Leaderboard
{
    /// <summary>The trials in their order; those that have reported nothing or failed come last, by their number.</summary>
    public static ImmutableArray<Trial> Of(ObjectiveSpec objective, IEnumerable<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return
        [
            .. trials
                .OrderBy(trial => trial.State == TrialState.Failed || trial.Latest is null)
                .ThenByDescending(trial => trial.Latest?.Iteration ?? 0)
                .ThenBy(trial => objective.Minimize ? trial.Latest?.Objective ?? 0 : -(trial.Latest?.Objective ?? 0))
                .ThenBy(trial => trial.Number),
        ];
    }

    /// <summary>The best trial; null if none has reported.</summary>
    public static Trial? Best(ObjectiveSpec objective, IEnumerable<Trial> trials) =>
        Of(objective, trials).FirstOrDefault(trial => trial is { State: not TrialState.Failed, Latest: not null });

    /// <summary>As CSV: rank, trial, state, iterations, objective, the figure of each seed, and a column for each of the space's keys. No times: equal sweeps have equal boards.</summary>
    public static string Csv(SweepSpec spec, IEnumerable<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string[] keys = [.. spec.Space.Parameters.Select(parameter => parameter.Key).Distinct()];
        var text = new StringBuilder("rank,trial,state,iterations,").Append(spec.Objective.Metric);
        for (int seed = 1; seed <= spec.Objective.Seeds; seed++)
            text.Append(CultureInfo.InvariantCulture, $",seed_{seed}");
        foreach (string key in keys)
            text.Append(',').Append(Field(key));
        int rank = 0;
        foreach (var trial in Of(spec.Objective, trials))
        {
            var latest = trial.Latest;
            text.Append(CultureInfo.InvariantCulture, $"\n{++rank},{trial.Number},{trial.State.ToString().ToLowerInvariant()},{latest?.Iteration ?? 0},{latest?.Objective}");
            for (int seed = 0; seed < spec.Objective.Seeds; seed++)
                text.Append(CultureInfo.InvariantCulture, $",{latest?.Seeds[seed]}");
            foreach (string key in keys)
                text.Append(',').Append(Field(trial.Configuration.Settings.FirstOrDefault(setting => setting.Key == key)?.Value ?? string.Empty));
        }

        return text.Append('\n').ToString();
    }

    private static string Field(string value) => value.AsSpan().IndexOfAny(",\"\n\r") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
