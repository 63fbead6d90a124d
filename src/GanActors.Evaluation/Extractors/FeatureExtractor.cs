using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Runs;

namespace GanActors.Evaluation.Extractors;

/// <summary>Turns items into features, and into probabilities of classes if it is a classifier.</summary>
/// <remarks>An item may be several of what it takes, as the channels of stacked digits are: their features stand one after another.</remarks>
public sealed class FeatureExtractor : IDisposable
{
    private readonly INetwork _body;
    private readonly INetwork? _head;
    private readonly Shape _taken;

    internal FeatureExtractor(IDevice device, ExtractorWeights weights, int parts = 1)
    {
        _taken = weights.Item;
        Parts = parts;
        Classes = weights.Classes;
        Id = parts == 1 ? weights.Id
            : weights.Id with { Features = parts * weights.Id.Features, Note = FormattableString.Invariant($"{weights.Id.Note}; looks at each of {parts} channels") };
        _body = Load(device, weights.Classes > 0 ? ExtractorNetworks.Body(_taken, null) : ExtractorNetworks.Untrained(_taken), weights.StateOf(ExtractorWeights.BodyPrefix));
        try
        {
            _head = weights.Classes > 0 ? Load(device, ExtractorNetworks.Head(weights.Classes, null), weights.StateOf(ExtractorWeights.HeadPrefix)) : null;
        }
        catch
        {
            _body.Dispose();
            throw;
        }
    }

    /// <summary>What figures that rest on it say of it.</summary>
    public ExtractorId Id { get; }

    /// <summary>How many classes it tells apart; 0 if it is no classifier.</summary>
    public int Classes { get; }

    /// <summary>How many of what it takes make an item.</summary>
    public int Parts { get; }

    /// <summary>Looks at items.</summary>
    /// <param name="items">Images whose pixels are scaled to [-1, 1].</param>
    /// <param name="features">Receives <c>[items, features]</c>.</param>
    /// <param name="probabilities">Receives <c>[items, parts, classes]</c>; empty if nobody wants them.</param>
    /// <exception cref="ArgumentException">The items are of another shape, or the room is not as long as needed.</exception>
    public void Look(Batch items, Span<float> features, Span<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Item.Size != Parts * _taken.Size)
            throw new ArgumentException($"{Id.Name} takes {Parts} x {_taken}, not {items.Item}.", nameof(items));
        var found = _body.Infer(items.As(_taken));
        if (features.Length != found.Values.Length)
            throw new ArgumentException($"{items.Count} items have {found.Values.Length} features, not {features.Length}.", nameof(features));
        found.Values.Span.CopyTo(features);
        if (_head is not null && !probabilities.IsEmpty)
            SoftmaxCrossEntropy.Probabilities(_head.Infer(found).Values.Span, Classes, probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _body.Dispose();
        _head?.Dispose();
    }

    private static INetwork Load(IDevice device, NetworkPlan plan, NetworkState state)
    {
        var network = device.Create(plan, batch: 1, seed: 0);
        try
        {
            network.Load(state);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
