using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>
/// What is where on a conditional run's sheet: a row is a class, a column a draw of noise, the same in all rows. Where there are more rows than
/// classes, they begin again with other noise.
/// </summary>
/// <param name="Columns">Columns of the sheet.</param>
/// <param name="ClassCount">How many classes there are.</param>
/// <param name="Count">Places of the sheet, row by row; at least 1.</param>
public sealed record SheetPlaces(int Columns, int ClassCount, int Count)
{
    /// <summary>How many items of one class there are at most, each from noise of its own.</summary>
    public int Draws => Draw((Count - 1) / Columns * Columns) + Math.Min(Count, Columns);

    /// <summary>The class at each place.</summary>
    public byte[] Classes => [.. Enumerable.Range(0, Count).Select(place => (byte)(place / Columns % ClassCount))];

    /// <summary>Which draw of noise is at a place, from 0.</summary>
    public int Draw(int place) => place / Columns / ClassCount * Columns + place % Columns;

    /// <summary>The input of a generator for each place, with its class.</summary>
    /// <param name="drawn">Noise, <see cref="Draws"/> items of it.</param>
    public Batch Noise(Batch drawn)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        int size = drawn.Item.Size;
        float[] values = new float[Count * size];
        for (int place = 0; place < Count; place++)
            drawn.Values.Slice(Draw(place) * size, size).CopyTo(values.AsMemory(place * size));
        return new Batch(drawn.Item, Count, values, Classes);
    }
}
