using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>What a trained generator makes of noise, however much noise there is.</summary>
public static class GeneratedItems
{
    /// <summary>Numbers between the layers, all together, that are held at once: 1 GiB.</summary>
    public const long MostBetweenLayers = 1L << 28;

    // So many items at once, fewer where they are large, bound the memory between the layers; what an item becomes does not depend on its neighbours.
    private const int MostTogether = 256;

    /// <summary>Makes items of noise, some at a time, in order. A batch stands until the next but one.</summary>
    /// <param name="generator">It is looked with, not trained.</param>
    /// <param name="noise">With the classes of the items, if it is conditional.</param>
    /// <param name="stop">Ends it between two batches.</param>
    public static IEnumerable<Batch> Of(IFrozenNetwork generator, Batch noise, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(noise);
        return Make(generator, noise, stop);
    }

    private static IEnumerable<Batch> Make(IFrozenNetwork generator, Batch noise, CancellationToken stop)
    {
        int size = noise.Item.Size;
        int together = (int)Math.Clamp(MostBetweenLayers / generator.Plan.Layers.Sum(layer => (long)layer.Output.Size), 1, MostTogether);
        for (int at = 0; at < noise.Count; at += together)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(together, noise.Count - at);
            var classes = noise.Classes.IsEmpty ? noise.Classes : noise.Classes.Slice(at, count);
            yield return generator.Infer(new Batch(noise.Item, count, noise.Values.Slice(at * size, count * size), classes)).Of(classes);
        }
    }
}
