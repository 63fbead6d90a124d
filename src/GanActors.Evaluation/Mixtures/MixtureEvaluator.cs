using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Extractors;
using GanActors.Evaluation.Features;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Evaluation.Mixtures;

/// <summary>Looks at generators of images that shall make items together. What belongs to the real items is computed once.</summary>
public sealed class MixtureEvaluator : IDisposable
{
    private readonly CpuDevice _device;
    private readonly IDataset _data;
    private readonly PixelRange _range;
    private readonly FeatureExtractor _extractor;
    private (FeatureSet Features, GaussianMoments Moments)? _real;

    private MixtureEvaluator(CpuDevice device, IDataset data, PixelRange range, FeatureExtractor extractor)
    {
        _device = device;
        _data = data;
        _range = range;
        _extractor = extractor;
    }

    /// <summary>Gets ready, training the extractor if none is kept.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="data">Images that the generators were trained on.</param>
    /// <param name="heldOut">Items of the same kind that they were not trained on; null if there are none.</param>
    /// <param name="range">What is black and white in generated images.</param>
    /// <param name="library">Where extractors are kept.</param>
    /// <exception cref="NotSupportedException">The items are no images.</exception>
    public static MixtureEvaluator Open(CpuDevice device, IDataset data, IDataset? heldOut, PixelRange range, ExtractorLibrary library)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(library);
        if (!data.Item.IsImage)
            throw new NotSupportedException($"{data.Name}: mixtures are measured by features of images, and an item is {data.Item}.");
        return new MixtureEvaluator(device, data, range, library.Open(device, data, heldOut));
    }

    /// <summary>Looks at a generator's items.</summary>
    /// <param name="generated">Batch by batch, of the same noise for every generator.</param>
    /// <param name="samples">How many will come.</param>
    /// <exception cref="DivergedGeneratorException">An item is not finite.</exception>
    public FeatureSet Look(IEnumerable<Batch> generated, int samples)
    {
        ArgumentNullException.ThrowIfNull(generated);
        var items = new LookedAt(_extractor, _data.Item, samples, kept: 0);
        foreach (var batch in generated)
            items.Add(batch, _range);
        return items.Features;
    }

    /// <summary>Generators that shall make items together.</summary>
    /// <param name="members">What <see cref="Look"/> found of each, at least one, of as many items each.</param>
    public GeneratorMixture Mix(IReadOnlyList<FeatureSet> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfZero(members.Count);
        int count = Math.Min(members[0].Count, _data.Count);
        if (_real?.Features.Count != count)
        {
            var order = new KeyedPermutation(new RandomStream(RealSide.Seed, StreamPurpose.Evaluation, 3, 0), _data.Count);
            var features = RealSide.Look(_extractor, _data, [.. Enumerable.Range(0, count).Select(place => order[place])], progress: null, CancellationToken.None).Features;
            _real = (features, GaussianMoments.Of(features, _device.Threads));
        }

        return new GeneratorMixture(_device, _real.Value.Features, _real.Value.Moments, members);
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();
}
