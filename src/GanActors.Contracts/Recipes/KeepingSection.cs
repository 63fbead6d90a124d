using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What a recipe says of checkpoints, and of a run that meets a number that is not finite.</summary>
internal static class KeepingSection
{
    private const string CheckpointKey = "checkpoint", DivergenceKey = "on_divergence";

    /// <summary>The keys of a recipe that are read here.</summary>
    public static readonly string[] Keys = [CheckpointKey, DivergenceKey];

    /// <summary>What <c>checkpoint</c> says; null for none.</summary>
    public static CheckpointSpec? ReadCheckpoint(Section recipe)
    {
        if (recipe[CheckpointKey] is { IsNone: true })
            return null;
        var checkpoint = recipe.Open(CheckpointKey, "every", "keep", "best");
        var (every, seconds) = ReadEvery(checkpoint);
        return new CheckpointSpec(every, seconds, checkpoint.Whole("keep", 3, 1, RecipeLimits.Checkpoints), ReadBest(checkpoint));
    }

    /// <summary>What <c>on_divergence</c> says; null to stop.</summary>
    public static DivergenceSpec? ReadDivergence(Section recipe)
    {
        var divergence = recipe[DivergenceKey] is YamlScalar { IsNull: false } word
            ? Section.OfShorthand(word, DivergenceKey, "do")
            : recipe.Open(DivergenceKey, "do", "lr_factor", "most");
        var action = divergence.Choice("do", DivergenceAction.Stop, RecipeWords.Divergences);
        foreach (string key in (ReadOnlySpan<string>)["lr_factor", "most"])
        {
            if (divergence[key] is not null && !Takes(action, key))
                throw divergence.Wrong(key, $"means nothing to {RecipeWords.Divergences.Of(action)}; remove it, or choose another action");
        }

        return action == DivergenceAction.Stop ? null : new DivergenceSpec(
            action,
            divergence.Number("lr_factor", 0.5f, NumberRange.Above(0, 1)),
            divergence.Whole("most", action == DivergenceAction.Skip ? 100 : 3, 1, RecipeLimits.Iterations));
    }

    /// <summary><c>checkpoint</c> with every value spelled out.</summary>
    public static string Of(CheckpointSpec? checkpoint)
    {
        if (checkpoint is null)
            return "none";
        string every = checkpoint.Every is { } iterations ? YamlText.Of(iterations) : $"{{ seconds: {YamlText.Of(checkpoint.EverySeconds ?? 0)} }}";
        string best = checkpoint.Best is { } kept
            ? $"{{ metric: {kept.Metric}, direction: {(kept.Smallest ? "min" : "max")}, keep: {YamlText.Of(kept.Keep)} }}"
            : "none";
        return $"{{ every: {every}, keep: {YamlText.Of(checkpoint.Keep)}, best: {best} }}";
    }

    /// <summary><c>on_divergence</c> with every value spelled out that means something.</summary>
    public static string Of(DivergenceSpec? divergence)
    {
        var (action, factor, most) = divergence ?? new DivergenceSpec();
        string options = (Takes(action, "lr_factor") ? $", lr_factor: {YamlText.Of(factor)}" : "") + (Takes(action, "most") ? $", most: {YamlText.Of(most)}" : "");
        return $"{{ do: {RecipeWords.Divergences.Of(action)}{options} }}";
    }

    private static bool Takes(DivergenceAction action, string key) => action switch
    {
        DivergenceAction.RollBack => true,
        DivergenceAction.Skip => key == "most",
        _ => false,
    };

    private static (long? Iterations, float? Seconds) ReadEvery(Section checkpoint)
    {
        switch (checkpoint["every"])
        {
            case null:
                return (null, new CheckpointSpec().EverySeconds);
            case YamlScalar iterations:
                return (YamlValues.Whole(iterations, checkpoint.KeyOf("every"), 1, RecipeLimits.Iterations), null);
            case YamlMap:
                var unit = checkpoint.Open("every", "iterations", "seconds");
                if (unit["iterations"] is not null == unit["seconds"] is not null)
                    throw checkpoint.Wrong("every", "expected either iterations or seconds; write 1000, or { seconds: 30 }");
                return unit["iterations"] is { } given
                    ? (YamlValues.Whole(given, unit.KeyOf("iterations"), 1, RecipeLimits.Iterations), null)
                    : (null, unit.Number("seconds", 30f, NumberRange.Above(0, RecipeLimits.CheckpointSeconds)));
            case var other:
                throw YamlValues.Expected(other, checkpoint.KeyOf("every"), "a number of iterations, or { seconds: 30 }");
        }
    }

    private static BestSpec? ReadBest(Section checkpoint)
    {
        if (checkpoint["best"] is not { } node || node.IsNone)
            return null;
        var best = node is YamlScalar { IsNull: false }
            ? Section.OfShorthand(node, checkpoint.KeyOf("best"), "metric")
            : checkpoint.Open("best", "metric", "direction", "keep");
        string key = best.KeyOf("metric");
        string metric = YamlValues.Text(best.Required("metric", "best: { metric: fid, direction: min, keep: 1 }"), key, RecipeLimits.Description);
        if (!RunFigures.Names.Contains(metric))
            throw best.Wrong("metric", $"there is no figure '{metric}'{NearestName.Hint(metric, RunFigures.Names, "there are")}");
        string direction = best["direction"] is { } given
            ? YamlValues.Text(given, best.KeyOf("direction"), RecipeLimits.Description)
            : RunFigures.LargestIsBest(metric) ? "max" : "min";
        return direction is "min" or "max"
            ? new BestSpec(metric, direction == "min", best.Whole("keep", 1, 1, RecipeLimits.Checkpoints))
            : throw best.Wrong("direction", $"expected min or max, found '{direction}'");
    }
}
