using System.Globalization;
using System.Text.RegularExpressions;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>What a sweep says of its budget, being read and written.</summary>
internal static partial class BudgetSection
{
    /// <summary>The key of a sweep that is read here.</summary>
    public const string Key = "budget";

    private const int UsualTrials = 27, UsualMembers = 8;
    private const string TrialsKey = "trials", IterationsKey = "iterations", WallTimeKey = "wall_time", ParallelKey = "parallel";

    /// <summary>Reads it.</summary>
    /// <param name="sweep">The whole sweep.</param>
    /// <param name="scheduler">Its scheduler.</param>
    /// <param name="space">What is varied.</param>
    /// <param name="recipe">The recipe that is varied.</param>
    public static BudgetSpec Read(Section sweep, SchedulerSection scheduler, SearchSpace space, Recipe recipe)
    {
        var budget = sweep.Open(Key, TrialsKey, IterationsKey, WallTimeKey, ParallelKey);
        return new BudgetSpec(
            ReadTrials(budget, scheduler, space),
            ReadIterations(budget, scheduler, recipe),
            budget[WallTimeKey] is { IsNone: false } time ? ReadDuration(time, budget.KeyOf(WallTimeKey)) : null,
            budget[ParallelKey] is { } runs and not YamlScalar { Text: "auto" } ? (int)YamlValues.Whole(runs, budget.KeyOf(ParallelKey), 1, SweepLimits.Parallel) : null);
    }

    /// <summary>As YAML of one line.</summary>
    public static string Of(BudgetSpec budget)
    {
        string time = budget.WallTime is { } limit ? OfDuration(limit) : "none";
        string parallel = budget.Parallel is { } runs ? YamlText.Of(runs) : "auto";
        return $"{{ trials: {YamlText.Of(budget.Trials)}, iterations: {YamlText.Of(budget.Iterations)}, wall_time: {time}, parallel: {parallel} }}";
    }

    private static int ReadTrials(Section budget, SchedulerSection scheduler, SearchSpace space)
    {
        if (scheduler.Kind != SchedulerKind.Grid)
        {
            bool population = scheduler.Kind == SchedulerKind.Pbt;
            return budget.Whole(TrialsKey, population ? UsualMembers : UsualTrials, population ? 2 : 1, SweepLimits.Trials);
        }

        double points = SpaceWalk.Count(space);
        if (points > SweepLimits.Trials && budget[TrialsKey] is null)
        {
            throw scheduler.Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"the grid has more than {SweepLimits.Trials} points; write budget.trials for the first so many of them, or fewer values, or random instead of grid"));
        }

        return (int)Math.Min(points, budget.Whole(TrialsKey, SweepLimits.Trials, 1, SweepLimits.Trials));
    }

    private static long ReadIterations(Section budget, SchedulerSection scheduler, Recipe recipe)
    {
        long? last = scheduler.Rungs is [.., var rung] ? rung : null;
        if (budget[IterationsKey] is null && last is null && recipe.Run.Iterations is null)
            throw budget.Wrong(IterationsKey, "missing, and the recipe counts in epochs; write for example iterations: 3000");
        long iterations = budget.Whole(IterationsKey, (int)(last ?? recipe.Run.Iterations ?? 1), 1, RecipeLimits.Iterations);
        return last is null || last == iterations ? iterations : throw scheduler.WrongRungs(
            $"the last rung is {YamlText.Of(last.Value)}, and budget.iterations is {YamlText.Of(iterations)}; they are the same: remove one, or make them equal");
    }

    private static TimeSpan ReadDuration(YamlNode node, string key)
    {
        string what = $"a time such as 25m, 1h30m or 90s, at most {OfDuration(SweepLimits.WallTime)}, or none";
        if (node is not YamlScalar { IsNull: false, Text.Length: < 40 } scalar || DurationPattern().Match(scalar.Text) is not { Success: true, Length: > 0 } match)
            throw YamlValues.Expected(node, key, what);
        double Part(int group) => match.Groups[group].Length == 0 ? 0 : double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        double seconds = (Part(1) * 3600) + (Part(2) * 60) + Part(3);
        return seconds > 0 && seconds <= SweepLimits.WallTime.TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw YamlValues.Expected(node, key, what);
    }

    private static string OfDuration(TimeSpan time)
    {
        long seconds = (long)time.TotalSeconds;
        string text = string.Concat(
            new[] { (seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s") }.Select(part => part.Item1 == 0 ? string.Empty : YamlText.Of(part.Item1) + part.Item2));
        return text;
    }

    [GeneratedRegex(@"\A(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?\z")]
    private static partial Regex DurationPattern();
}
