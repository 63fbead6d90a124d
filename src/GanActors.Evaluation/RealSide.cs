using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Extractors;
using GanActors.Evaluation.Features;
using GanActors.Evaluation.Metrics;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Runs;

namespace GanActors.Evaluation;

/// <summary>The real items that generated ones are measured against, and what they score against other real items. The same for every generator.</summary>
internal sealed class RealSide
{
    /// <summary>Of how many items the distance to the nearest training item is taken.</summary>
    public const int NearnessItems = 2_000;

    /// <summary>Shuffles the real items, and the blocks of the kernel distance.</summary>
    public const ulong Seed = 0x6576616C;

    private const int Together = 250;

    private RealSide(LookedAt items, GaussianMoments moments, EvaluationFloor floor, double nearness)
    {
        Features = items.Features;
        Probabilities = items.Probabilities;
        Moments = moments;
        Floor = floor;
        Nearness = nearness;
    }

    public FeatureSet Features { get; }

    public ClassProbabilities Probabilities { get; }

    public GaussianMoments Moments { get; }

    public EvaluationFloor Floor { get; }

    /// <summary>Median distance of real items that were not trained on to the nearest training item; NaN if it is not measured.</summary>
    public double Nearness { get; }

    /// <summary>Looks at real items.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="extractor">What looks.</param>
    /// <param name="data">The training items.</param>
    /// <param name="heldOut">Others of the same kind; null if there are none.</param>
    /// <param name="wanted">How many items.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    public static RealSide Of(
        CpuDevice device, FeatureExtractor extractor, IDataset data, IDataset? heldOut, int wanted, IProgress<EvaluationProgress>? progress, CancellationToken stop)
    {
        int count = Math.Min(wanted, data.Count), half = Math.Min(count, data.Count / 2);
        var order = new KeyedPermutation(new RandomStream(Seed, StreamPurpose.Evaluation, 3, 0), data.Count);
        int[] chosen = [.. Enumerable.Range(0, Math.Max(count, 2 * half)).Select(place => order[place])];
        var items = Look(extractor, data, chosen.AsSpan(0, count), progress, stop);
        var moments = GaussianMoments.Of(items.Features, device.Threads);

        // Two disjoint sets: the items themselves and as many more, or where there are not so many, two halves of all.
        var first = items.Features.Slice(0, half);
        var second = 2 * half <= count
            ? items.Features.Slice(half, half)
            : Look(extractor, data, chosen.AsSpan(half, half), progress, stop).Features;
        var kernel = KernelDistance.Between(device, first, second, Seed);
        double fid = FrechetDistance.Between(
            half == count ? moments : GaussianMoments.Of(first, device.Threads), GaussianMoments.Of(second, device.Threads));
        var floor = new EvaluationFloor(half, fid, kernel.Mean, kernel.StandardError);
        double nearness = data is StackedDataset ? double.NaN : NearestReal(device, data, heldOut, chosen, progress);
        return new RealSide(items, moments, floor, nearness);
    }

    private static double NearestReal(CpuDevice device, IDataset data, IDataset? heldOut, int[] chosen, IProgress<EvaluationProgress>? progress)
    {
        progress?.Report(new EvaluationProgress("nearest training items of real ones", 0, 1));
        int count = Math.Min(NearnessItems, heldOut?.Count ?? Math.Min(chosen.Length, data.Count));
        int[] items = heldOut is null ? chosen[..count] : [.. Enumerable.Range(0, count)];
        float[] pixels = new float[count * data.Item.Size];
        (heldOut ?? data).Gather(items, PixelRange.Signed, pixels);
        return TrainingNearness.MedianDistance(device, pixels, data, PixelRange.Signed, heldOut is null ? items : null);
    }

    /// <summary>Looks at chosen items.</summary>
    internal static LookedAt Look(
        FeatureExtractor extractor, IDataset data, ReadOnlySpan<int> items, IProgress<EvaluationProgress>? progress, CancellationToken stop)
    {
        var looked = new LookedAt(extractor, data.Item, items.Length, kept: 0);
        for (int at = 0; at < items.Length; at += Together)
        {
            stop.ThrowIfCancellationRequested();
            var numbers = items.Slice(at, Math.Min(Together, items.Length - at));
            float[] values = new float[numbers.Length * data.Item.Size];
            data.Gather(numbers, PixelRange.Signed, values);
            looked.Add(new Batch(data.Item, numbers.Length, values), PixelRange.Signed);
            progress?.Report(new EvaluationProgress("features of real items", looked.Done, items.Length));
        }

        return looked;
    }
}
