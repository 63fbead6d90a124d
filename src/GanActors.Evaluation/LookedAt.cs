using GanActors.Datasets;
using GanActors.Evaluation.Extractors;
using GanActors.Evaluation.Features;
using GanActors.Networks;

namespace GanActors.Evaluation;

/// <summary>What an extractor saw in items, gathered batch by batch. Items come as an image file would hold them: in 256 steps, and within black and white.</summary>
internal sealed class LookedAt
{
    private readonly FeatureExtractor _extractor;
    private readonly Shape _item;
    private readonly float[] _features;
    private readonly float[] _probabilities;
    private readonly float[] _pixels;

    /// <summary>Room for items.</summary>
    /// <param name="extractor">What looks.</param>
    /// <param name="item">Shape of an item.</param>
    /// <param name="count">How many items will come.</param>
    /// <param name="kept">Of how many of them, the first, the pixels are kept.</param>
    public LookedAt(FeatureExtractor extractor, Shape item, int count, int kept)
    {
        _extractor = extractor;
        _item = item;
        Count = count;
        _features = new float[checked(count * extractor.Id.Features)];
        _probabilities = new float[checked(count * extractor.Parts * extractor.Classes)];
        _pixels = new float[checked(Math.Min(kept, count) * item.Size)];
    }

    /// <summary>How many items there is room for.</summary>
    public int Count { get; }

    /// <summary>How many have come.</summary>
    public int Done { get; private set; }

    public FeatureSet Features => new(_extractor.Id, _extractor.Id.Features, _features);

    /// <summary>Of every part of every item.</summary>
    public ClassProbabilities Probabilities => new(_extractor.Classes, _probabilities);

    /// <summary>The first items' pixels in [-1, 1].</summary>
    public ReadOnlyMemory<float> Pixels => _pixels;

    /// <summary>Looks at the next items.</summary>
    /// <param name="items">No more than are still to come.</param>
    /// <param name="range">What is black and white in them.</param>
    /// <exception cref="DivergedGeneratorException">A pixel is not finite.</exception>
    public void Add(Batch items, PixelRange range)
    {
        float[] values = new float[items.Values.Length];
        var given = items.Values.Span;
        float scale = 255f / (range.White - range.Black);
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(given[i]))
                throw DivergedGeneratorException.Of(Done + (i / _item.Size));
            values[i] = (MathF.Round(Math.Clamp((given[i] - range.Black) * scale, 0f, 255f)) * (2f / 255f)) - 1f;
        }

        int features = _extractor.Id.Features, answers = _extractor.Parts * _extractor.Classes;
        _extractor.Look(
            new Batch(_item, items.Count, values),
            _features.AsSpan(Done * features, items.Count * features),
            _probabilities.AsSpan(Done * answers, items.Count * answers));
        int room = Math.Max(0, _pixels.Length - (Done * _item.Size));
        values.AsSpan(0, Math.Min(room, values.Length)).CopyTo(_pixels.AsSpan(_pixels.Length - room));
        Done += items.Count;
    }
}
