using System.Collections.Immutable;
using GanActors.Runs;

namespace GanActors.Recipes;

/// <summary>The figures of a run that a recipe can name: those of every iteration, by their columns of <c>metrics.csv</c>, and those of its evaluations.</summary>
public static class RunFigures
{
    private static readonly string[] BestLargest = ["d_accuracy_real", "d_accuracy_fake"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["d_loss", "d_loss_real", "d_loss_fake", "g_loss", .. BestLargest, .. FigureNames.All.Where(name => FigureNames.LessIsBetter(name) is not null)];

    /// <summary>Whether more is better, where a recipe does not say.</summary>
    public static bool LargestIsBest(string name) => BestLargest.Contains(name) || FigureNames.LessIsBetter(name) == false;

    /// <summary>The figures of an iteration, by name.</summary>
    public static ImmutableSortedDictionary<string, double> Of(MetricsRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new Dictionary<string, double>
        {
            ["d_loss"] = row.DiscriminatorLoss,
            ["d_loss_real"] = row.DiscriminatorLossReal,
            ["d_loss_fake"] = row.DiscriminatorLossFake,
            ["g_loss"] = row.GeneratorLoss,
            ["d_accuracy_real"] = row.AccuracyReal,
            ["d_accuracy_fake"] = row.AccuracyFake,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
