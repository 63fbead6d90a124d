using System.Collections.Immutable;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations;

/// <summary>How much of the differences in loss one parameter, looked at alone, goes with.</summary>
/// <param name="Parameter">Index among the space's parameters.</param>
/// <param name="Key">Its key.</param>
/// <param name="Share">
/// Share of the variance of the losses' ranks that it explains, from 0 to 1; those of several parameters need not add up to 1.
/// </param>
/// <param name="Trend">
/// Rank correlation of a number, or of the place of an ordered choice, with the loss (Spearman, 1904): below 0 if more is better, above 0
/// if less is; null of choices without order.
/// </param>
/// <param name="Configurations">In how many of the results it was varied: those it rests on.</param>
public sealed record ParameterImportance(int Parameter, string Key, double Share, double? Trend, int Configurations);

/// <summary>
/// Which parameters mattered. Losses are replaced by their ranks, so that one diverged run does not outweigh all else; numbers are parted
/// into at most five groups of as nearly as possible the same size, of at least four configurations each, equal values never parted,
/// choices by their values; and the share of the ranks' variance that lies between the groups is corrected for chance (epsilon squared of
/// Kelley, 1935): 1 - (SS_within / (n - k)) / (SS_total / (n - 1)) for n configurations in k groups, and 0 if that is negative. Of a
/// conditional parameter, only the configurations that vary it count. What two parameters do only together, and what a sampler's or a
/// scheduler's preferences confound, it does not see.
/// </summary>
public static class Importance
{
    private const int MostGroups = 5, LeastInGroup = 4;

    /// <summary>The importance of each parameter of a space, in their order.</summary>
    /// <param name="space">The space.</param>
    /// <param name="results">
    /// Configurations and their losses, all after as many iterations; a loss that is no finite number counts as the worst.
    /// </param>
    public static ImmutableArray<ParameterImportance> Of(SearchSpace space, IReadOnlyList<(Configuration Configuration, double Loss)> results)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(results);
        return [.. Scale.Of(space).Select((scale, parameter) =>
        {
            (double Place, double Loss)[] varied = [.. results
                .Where(result => result.Configuration.ValueOf(parameter) is not null)
                .Select(result => (scale.PlaceOf(result.Configuration.ValueOf(parameter)!), Worst(result.Loss)))];
            double[] places = Ranks([.. varied.Select(result => result.Place)]);
            double[] losses = Ranks([.. varied.Select(result => result.Loss)]);
            int count = Math.Clamp(varied.Length / LeastInGroup, 1, MostGroups);
            double[] groups = scale is ChoiceScale ? places : [.. places.Select(rank => Math.Floor(rank * count / varied.Length))];
            return new ParameterImportance(
                parameter,
                space.Parameters[parameter].Key,
                Explained(groups, losses),
                scale is ChoiceScale { IsOrdered: false } ? null : Correlation(places, losses),
                varied.Length);
        })];
    }

    private static double Worst(double loss) => double.IsFinite(loss) ? loss : double.PositiveInfinity;

    /// <summary>From 0; of equals the mean of theirs.</summary>
    private static double[] Ranks(double[] values)
    {
        double[] ranks = new double[values.Length];
        int below = 0;
        foreach (var equals in Enumerable.Range(0, values.Length).GroupBy(i => values[i]).OrderBy(group => group.Key))
        {
            int count = equals.Count();
            foreach (int i in equals)
                ranks[i] = below + ((count - 1) / 2.0);
            below += count;
        }

        return ranks;
    }

    private static double Explained(double[] groups, double[] losses)
    {
        var parted = losses.Zip(groups).ToLookup(pair => pair.Second, pair => pair.First);
        double total = SquaresAround(losses), within = parted.Sum(SquaresAround);
        int free = losses.Length - parted.Count;
        return total == 0 || free == 0 ? 0 : Math.Max(0, 1 - (within / free / (total / (losses.Length - 1))));
    }

    private static double Correlation(double[] places, double[] losses)
    {
        double all = Math.Sqrt(SquaresAround(places) * SquaresAround(losses)), mean = (places.Length - 1) / 2.0;
        return all == 0 ? 0 : places.Zip(losses).Sum(pair => (pair.First - mean) * (pair.Second - mean)) / all;
    }

    private static double SquaresAround(IEnumerable<double> values)
    {
        double mean = values.DefaultIfEmpty().Average();
        return values.Sum(value => (value - mean) * (value - mean));
    }
}
