using System.Collections.Immutable;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;
using GanActors.Runs;

namespace GanActors.Sweeps;

/// <summary>What a sweep says of its objective, being read and written.</summary>
internal static class ObjectiveSection
{
    /// <summary>The key of a sweep that is read here.</summary>
    public const string Key = "objective";

    private const string MetricKey = "metric", DirectionKey = "direction", SamplesKey = "samples", ExtractorKey = "extractor";
    private const string Example = "objective: { metric: fid, direction: minimize, seeds: 2 }";

    /// <summary>The data that are points of a mixture, by name.</summary>
    private static readonly ImmutableArray<string> Points = ["ring", "grid"];

    private static readonly ImmutableArray<string> OfPoints = [FigureNames.Modes, FigureNames.HighQuality, FigureNames.ReverseKl];

    /// <summary>Images with modes that can be counted, by name.</summary>
    private const string Stacked = "stacked-mnist";

    /// <summary>Reads it.</summary>
    /// <param name="sweep">The whole sweep.</param>
    /// <param name="recipe">The recipe that is varied.</param>
    public static ObjectiveSpec Read(Section sweep, Recipe recipe)
    {
        var objective = sweep.Required(Key, Example) is YamlScalar { IsNull: false } word
            ? Section.OfShorthand(word, Key, MetricKey)
            : sweep.Open(Key, MetricKey, DirectionKey, "seeds", "combine", SamplesKey, ExtractorKey);
        string metric = YamlValues.Text(objective.Required(MetricKey, Example), objective.KeyOf(MetricKey), RecipeLimits.Description);
        if (!RunFigures.Names.Contains(metric))
            throw objective.Wrong(MetricKey, $"there is no figure {YamlScalar.Quoted(metric)}{NearestName.Hint(metric, RunFigures.Names, "there are")}");
        if (WhyNot(metric, recipe, Points.Contains(recipe.Data.Name) ? false : null) is { } reason)
            throw objective.Wrong(MetricKey, reason);
        foreach (string key in (ReadOnlySpan<string>)[SamplesKey, ExtractorKey])
        {
            if (objective[key] is not null && !IsMeasured(metric))
                throw objective.Wrong(key, $"means nothing to {metric}, which every iteration has and no evaluation; remove it");
        }

        var defaults = new ObjectiveSpec(metric, false);
        return new ObjectiveSpec(
            metric,
            objective.Choice(DirectionKey, RunFigures.LargestIsBest(metric) ? Direction.Maximize : Direction.Minimize, SweepWords.Directions) == Direction.Minimize,
            objective.Whole("seeds", defaults.Seeds, 1, SweepLimits.Seeds),
            objective.Choice("combine", defaults.Combine, SweepWords.Statistics),
            objective.Whole(SamplesKey, defaults.Samples, EvaluateSpec.LeastSamples, EvaluateSpec.MostSamples),
            objective[ExtractorKey] is { IsNone: false } name ? YamlValues.Text(name, objective.KeyOf(ExtractorKey), SweepLimits.Extractor) : null);
    }

    /// <summary>Whether a figure is one of an evaluation.</summary>
    public static bool IsMeasured(string metric) => FigureNames.All.Contains(metric);

    /// <summary>Why items of this shape have no such figure; null if they have it.</summary>
    public static string? WhyNot(string metric, Recipe recipe, Shape item) => WhyNot(metric, recipe, item.IsImage);

    /// <summary>As YAML of one line.</summary>
    public static string Of(ObjectiveSpec objective)
    {
        string measured = IsMeasured(objective.Metric)
            ? $", samples: {YamlText.Of(objective.Samples)}" + (objective.Extractor is { } extractor ? $", extractor: {YamlText.Quoted(extractor)}" : string.Empty)
            : string.Empty;
        return $"{{ metric: {objective.Metric}, direction: {SweepWords.Directions.Of(objective.Minimize ? Direction.Minimize : Direction.Maximize)}, "
            + $"seeds: {YamlText.Of(objective.Seeds)}, combine: {SweepWords.Statistics.Of(objective.Combine)}{measured} }}";
    }

    private static string? WhyNot(string metric, Recipe recipe, bool? areImages)
    {
        string data = recipe.Data.Name;
        if (metric == FigureNames.ClassAgreement && !recipe.IsConditional)
            return "only a conditional generator is asked for classes; write another figure, or vary a recipe with conditional: true";
        if (!IsMeasured(metric) || areImages is not { } images)
            return null;
        if (!images)
            return OfPoints.Contains(metric) ? null : $"the items of {data} are points, which have {string.Join(", ", OfPoints)}";
        return OfPoints.Contains(metric) && !(data == Stacked && metric != FigureNames.HighQuality)
            ? $"it is a figure of points, and the items of {data} are images; write fid or kid"
            : null;
    }
}
