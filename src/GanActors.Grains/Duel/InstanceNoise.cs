using GanActors.Duel;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Duel;

/// <summary>
/// Normal noise on the items of one side, whose deviation falls with the iterations (Sonderby et al., 2017). What it adds to an item does not
/// depend on the item, so gradients pass it as they are.
/// </summary>
internal sealed class InstanceNoise
{
    private readonly InstanceNoiseSpec _spec;
    private readonly ulong _seed;
    private readonly Side _side;
    private readonly float[] _values;
    private readonly Batch _batch;

    /// <summary>For batches of <paramref name="count"/> items.</summary>
    public InstanceNoise(InstanceNoiseSpec spec, ulong seed, Side side, int count, Shape item)
    {
        _spec = spec;
        _seed = seed;
        _side = side;
        _values = new float[count * item.Size];
        _batch = new Batch(item, count, _values);
    }

    /// <summary>The items with the turn's noise on them, in a buffer that is used again; the items themselves once the noise has fallen to nothing.</summary>
    public Batch On(Batch items, Turn turn)
    {
        float deviation = _spec.At(turn.Iteration);
        if (deviation == 0f)
            return items;
        new RandomStream(_seed, StreamPurpose.InstanceNoise, (ushort)_side, turn.Draw).Normal(_values);
        var clean = items.Values.Span;
        for (int i = 0; i < _values.Length; i++)
            _values[i] = clean[i] + deviation * _values[i];
        return _batch.Of(items.Classes);
    }
}
