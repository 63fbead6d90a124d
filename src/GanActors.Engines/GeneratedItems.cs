using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>What a trained generator makes of noise, however much noise there is.</summary>
public static class GeneratedItems
{
    // So many items at once bound the memory between the layers; what an item becomes does not depend on its neighbours.
    private const int Together = 256;

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
        for (int at = 0; at < noise.Count; at += Together)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(Together, noise.Count - at);
            var classes = noise.Classes.IsEmpty ? noise.Classes : noise.Classes.Slice(at, count);
            yield return generator.Infer(new Batch(noise.Item, count, noise.Values.Slice(at * size, count * size), classes)).Of(classes);
        }
    }
}
