using GanActors.Duel;
using GanActors.Networks;

namespace GanActors.Grains.Alarms;

/// <summary>How much generated items differ from each other, beside how much real ones do.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Spread">The root of the mean squared distance of two generated items, as a share of that of two real ones.</param>
/// <param name="Modes">
/// Of data whose modes are known the share of modes that points lie at: e to the entropy of how many are nearest to each, over the number of modes. NaN else.
/// </param>
internal sealed record SampleDiversity(long Iteration, double Spread, double Modes)
{
    /// <summary>Items that are looked at.</summary>
    public const int Items = 256;

    /// <summary>The mean squared distance of two items, which is twice the sum of the variances of all their numbers.</summary>
    public static double SquaredSpread(Batch items)
    {
        int size = items.Item.Size;
        var values = items.Values.Span;
        double total = 0;
        for (int i = 0; i < size; i++)
        {
            double sum = 0, squares = 0;
            for (int item = 0; item < items.Count; item++)
            {
                double value = values[(item * size) + i];
                sum += value;
                squares += value * value;
            }

            total += Math.Max(0, squares - (sum * sum / items.Count));
        }

        return 2 * total / items.Count;
    }

    /// <summary>Looks at generated items.</summary>
    /// <param name="iteration">Iterations done.</param>
    /// <param name="items">The items.</param>
    /// <param name="realSpread">The squared spread of real ones.</param>
    /// <param name="modes">What the data were drawn from, if that is known.</param>
    public static SampleDiversity Of(long iteration, Batch items, double realSpread, MixtureModes? modes) => new(
        iteration,
        realSpread > 0 ? Math.Sqrt(SquaredSpread(items) / realSpread) : double.NaN,
        modes is null ? double.NaN : ShareOfModes(items.Values.Span, modes.Centres.AsSpan()));

    private static double ShareOfModes(ReadOnlySpan<float> points, ReadOnlySpan<float> centres)
    {
        int[] hits = new int[centres.Length / 2];
        for (int i = 0; i < points.Length; i += 2)
        {
            int nearest = 0;
            float least = float.PositiveInfinity;
            for (int mode = 0; mode < hits.Length; mode++)
            {
                float x = points[i] - centres[2 * mode], y = points[i + 1] - centres[(2 * mode) + 1];
                float distance = (x * x) + (y * y);
                if (distance < least)
                    (nearest, least) = (mode, distance);
            }

            hits[nearest]++;
        }

        double entropy = 0;
        foreach (int hit in hits.Where(hit => hit > 0))
        {
            double share = 2.0 * hit / points.Length;
            entropy -= share * Math.Log(share);
        }

        return Math.Exp(entropy) / hits.Length;
    }
}
