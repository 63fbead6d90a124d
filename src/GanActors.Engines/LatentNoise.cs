using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Engines;

/// <summary>A generator's input, as functions of a seed: the same seed, the same noise, and the first items are the same however many follow.</summary>
public static class LatentNoise
{
    /// <summary>The least truncation that is worth the redraws: one number in a hundred survives it.</summary>
    public const float LeastTruncation = 0.01f;

    private const int NumbersOfBlock = 4;

    /// <summary>Fills <paramref name="values"/>, <c>[count, size]</c>, with noise of one draw.</summary>
    public static void Fill(NoiseDistribution distribution, RandomStream stream, Span<float> values) => Fill(distribution, stream, values, firstBlock: 0);

    /// <summary>
    /// The noise of sample sheets. Without truncation it is what a run with that seed draws its sheets from, so that a trained generator makes
    /// the run's last sheet again.
    /// </summary>
    /// <param name="noise">Size and distribution.</param>
    /// <param name="seed">Where its random numbers start.</param>
    /// <param name="count">How many items, at least 1.</param>
    /// <param name="truncation">
    /// Numbers beyond +-this are drawn again until they are within, which trades variety for likeness (the truncation trick: Brock, Donahue and
    /// Simonyan, 2019); those within stay as they are. Null for none.
    /// </param>
    /// <returns>Items of <c>[size]</c>.</returns>
    public static Batch ForSamples(NoiseSpec noise, ulong seed, int count, float? truncation = null)
    {
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        float[] values = new float[checked(count * noise.Size)];
        Fill(noise.Distribution, Stream(seed, 0), values);
        if (truncation is { } bound)
            Truncate(noise.Distribution, seed, bound, values);
        return new Batch(new Shape(noise.Size), count, values);
    }

    private static void Truncate(NoiseDistribution distribution, ulong seed, float bound, Span<float> values)
    {
        if (!(bound >= LeastTruncation))
            throw new ArgumentOutOfRangeException(nameof(bound), bound, $"Noise is truncated at {LeastTruncation} or above.");
        Span<float> block = stackalloc float[NumbersOfBlock];
        for (int i = 0; i < values.Length; i++)
        {
            // Each redraw takes the same place of the next draw, so that an item's noise depends on its number alone.
            for (ulong draw = 1; MathF.Abs(values[i]) > bound; draw++)
            {
                Fill(distribution, Stream(seed, draw), block, (uint)(i / NumbersOfBlock));
                values[i] = block[i % NumbersOfBlock];
            }
        }
    }

    private static RandomStream Stream(ulong seed, ulong draw) => new(seed, StreamPurpose.SampleNoise, 0, draw);

    private static void Fill(NoiseDistribution distribution, RandomStream stream, Span<float> values, uint firstBlock)
    {
        if (distribution == NoiseDistribution.Normal)
        {
            stream.Normal(values, firstBlock);
            return;
        }

        stream.Uniform(values, firstBlock);
        for (int i = 0; i < values.Length; i++)
            values[i] = 2f * values[i] - 1f;
    }
}
