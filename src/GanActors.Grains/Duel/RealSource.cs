using GanActors.Datasets;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel;

/// <summary>The discriminator's cursor over the real items: draws the run's batches in order into one buffer, used again for each.</summary>
internal sealed class RealSource
{
    private readonly RealBatches _batches;
    private readonly PixelRange _range;
    private readonly float[] _values;
    private readonly Batch _batch;
    private long _held;

    public RealSource(Recipe recipe, IDataset dataset)
    {
        _range = new PixelRange(recipe.Data.Low, recipe.Data.High);
        _batches = new RealBatches(dataset, recipe.Batch, recipe.Run.Seed, _range, recipe.Data.Flip);
        _values = new float[recipe.Batch * dataset.Item.Size];
        _batch = new Batch(dataset.Item, recipe.Batch, _values);
    }

    /// <summary>Shape of one item.</summary>
    public Shape Item => _batch.Item;

    /// <summary>Whole batches in an epoch.</summary>
    public int BatchesPerEpoch => _batches.BatchesPerEpoch;

    /// <summary>Batches drawn in the run.</summary>
    public long Drawn { get; private set; }

    /// <summary>The next batch; it stands until the one after.</summary>
    public Batch Next()
    {
        Drawn++;
        return Last();
    }

    /// <summary>The batch drawn last, of which there must be one; it stands until the next.</summary>
    public Batch Last()
    {
        if (_held != Drawn)
            _batches.Read(Drawn - 1, _values);
        _held = Drawn;
        return _batch;
    }

    /// <summary>The data set's first items, at most <paramref name="count"/>.</summary>
    public Batch First(int count)
    {
        var dataset = _batches.Dataset;
        int[] items = [.. Enumerable.Range(0, Math.Min(count, dataset.Count))];
        float[] values = new float[items.Length * dataset.Item.Size];
        dataset.Gather(items, _range, values);
        return new Batch(dataset.Item, items.Length, values);
    }
}
