using System.Collections.Immutable;
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
    private readonly byte[] _classes;
    private readonly Batch _batch;
    private long _held;

    /// <summary>At the beginning of a run, or where so many batches have been drawn.</summary>
    public RealSource(Recipe recipe, IDataset dataset, long drawn = 0)
    {
        Drawn = drawn;
        _range = new PixelRange(recipe.Data.Low, recipe.Data.High);
        _batches = new RealBatches(dataset, recipe.Batch, recipe.Run.Seed, _range, recipe.Data.Flip);
        _values = new float[recipe.Batch * dataset.Item.Size];
        _classes = recipe.IsConditional ? new byte[recipe.Batch] : [];
        _batch = new Batch(dataset.Item, recipe.Batch, _values, _classes);
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
        if (_held != Drawn && _classes.Length == 0)
            _batches.Read(Drawn - 1, _values);
        else if (_held != Drawn)
            _batches.Read(Drawn - 1, _values, _classes);
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

    /// <summary>How many items each class has.</summary>
    public ImmutableArray<int> ClassCounts()
    {
        int[] counts = new int[_batches.Dataset.Classes];
        foreach (byte label in AllClasses())
            counts[label]++;
        return [.. counts];
    }

    /// <summary>The first items of each class, in its places of a sheet; of a class with too few they come again, and of one with none there is black.</summary>
    public Batch ByClass(SheetPlaces places)
    {
        var dataset = _batches.Dataset;
        var ofClass = AllClasses().Select((label, item) => (label, item)).ToLookup(pair => pair.label, pair => pair.item);
        int[][] first = [.. Enumerable.Range(0, dataset.Classes).Select(label => ofClass[(byte)label].Take(places.Draws).ToArray())];
        byte[] classes = places.Classes;
        int size = dataset.Item.Size;
        float[] values = new float[classes.Length * size];
        for (int place = 0; place < classes.Length; place++)
        {
            int[] items = first[classes[place]];
            var value = values.AsSpan(place * size, size);
            if (items.Length == 0)
                value.Fill(_range.Black);
            else
                dataset.Gather([items[places.Draw(place) % items.Length]], _range, value);
        }

        return new Batch(dataset.Item, classes.Length, values, classes);
    }

    private byte[] AllClasses()
    {
        var dataset = _batches.Dataset;
        byte[] classes = new byte[dataset.Count];
        dataset.GatherLabels([.. Enumerable.Range(0, dataset.Count)], classes);
        return classes;
    }
}
