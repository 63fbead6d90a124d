namespace GanActors.Networks;

/// <summary>
/// Items of one shape, as they cross between the networks: <c>[count, ..item]</c>, float32, row by row.
/// </summary>
/// <remarks>
/// Passed by reference inside a process and never copied there. A network that hands out a batch keeps the memory and uses it again:
/// the values stand until the network's next command but one, which is longer than the turn protocol needs them.
/// </remarks>
[Immutable, Alias("gan.batch")]
public sealed class Batch
{
    /// <summary>A batch over memory that the caller owns.</summary>
    /// <param name="item">Shape of one item.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">All values, item by item.</param>
    /// <param name="classes">The class of each item, from 0; empty where classes do not matter.</param>
    /// <exception cref="ArgumentException">
    /// The number of values is not <paramref name="count"/> times the item's size, or that of classes neither <paramref name="count"/> nor 0.
    /// </exception>
    public Batch(Shape item, int count, ReadOnlyMemory<float> values, ReadOnlyMemory<byte> classes = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (values.Length != (long)item.Size * count)
            throw new ArgumentException($"{count} items of {item} are {(long)item.Size * count} values, not {values.Length}.", nameof(values));
        if (classes.Length != 0 && classes.Length != count)
            throw new ArgumentException($"{count} items have {count} classes, not {classes.Length}.", nameof(classes));
        Item = item;
        Count = count;
        Values = values;
        Classes = classes;
    }

    /// <summary>Shape of one item.</summary>
    public Shape Item { get; }

    /// <summary>How many items.</summary>
    public int Count { get; }

    /// <summary>All values, item by item.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The class of each item, from 0; empty where classes do not matter.</summary>
    public ReadOnlyMemory<byte> Classes { get; }

    /// <summary>
    /// Whether the values may be rounded to float16 between two machines, where those are set up so: what the networks of a turn show each other may,
    /// weights and samples never. On one machine nothing is rounded.
    /// </summary>
    public bool MayRound { get; private init; }

    /// <summary>The same values in the same memory, which may be rounded between two machines; see <see cref="MayRound"/>.</summary>
    public Batch Roundable() => MayRound ? this : new Batch(Item, Count, Values, Classes) { MayRound = true };

    /// <summary>The same values in the same memory, of items of these classes.</summary>
    /// <exception cref="ArgumentException">There are neither as many classes as items, nor none.</exception>
    public Batch Of(ReadOnlyMemory<byte> classes) => classes.IsEmpty && Classes.IsEmpty ? this : new Batch(Item, Count, Values, classes);

    /// <summary>The same values in the same memory, read as items of another shape. As many items as before keep their classes.</summary>
    /// <exception cref="ArgumentException">They do not divide into such items.</exception>
    public Batch As(Shape item) =>
        Values.Length % item.Size == 0
            ? new Batch(item, Values.Length / item.Size, Values, Values.Length / item.Size == Count ? Classes : default)
            : throw new ArgumentException($"{this} does not divide into items of {item}.", nameof(item));

    /// <summary>For example <c>64 x [1, 28, 28]</c>.</summary>
    public override string ToString() => $"{Count} x {Item}";
}
