using System.Collections.Immutable;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Datasets;

/// <summary>
/// Stacked digits (Metz et al., "Unrolled Generative Adversarial Networks", 2017): each image is three random digits as its red, green and blue
/// channels, so that there are classes^3 modes, 1,000 of them for ten digits. Nothing is stored: which digits an image has is computed from its number.
/// </summary>
/// <remarks>It has no labels, for a label is a byte; a classifier of the digits tells the modes (<see cref="ModeOf"/>).</remarks>
public sealed class StackedDataset : IDataset
{
    /// <summary>Digits in an image.</summary>
    public const int Channels = 3;

    private readonly ulong _seed;
    private readonly ushort _index;

    /// <summary>Stacks digits.</summary>
    /// <param name="name">Its name in the catalog.</param>
    /// <param name="digits">Images of one channel.</param>
    /// <param name="count">How many stacks.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="index">Stream of the draw, so that no two data sets share numbers.</param>
    /// <exception cref="DatasetException">The digits are no images of one channel.</exception>
    public StackedDataset(string name, IDataset digits, int count, ulong seed, ushort index)
    {
        ArgumentNullException.ThrowIfNull(digits);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!digits.Item.IsImage || digits.Item[0] != 1)
            throw new DatasetException($"{name}: images of one channel are stacked, and an item of {digits.Name} is {digits.Item}.");
        Name = name;
        Digits = digits;
        Count = count;
        Item = new Shape(Channels, digits.Item[1], digits.Item[2]);
        Description = $"{Wording.Amount(count, "stack")} of three digits at random, of {digits.Description}";
        _seed = seed;
        _index = index;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>What is stacked.</summary>
    public IDataset Digits { get; }

    /// <inheritdoc/>
    public Shape Item { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int Classes => 0;

    /// <inheritdoc/>
    public ImmutableArray<string> ClassNames => [];

    /// <summary>How many modes there are.</summary>
    public int Modes => Digits.Classes * Digits.Classes * Digits.Classes;

    /// <summary>The mode of a stack whose digits are of these classes, in 0 .. <see cref="Modes"/> - 1.</summary>
    public int ModeOf(int red, int green, int blue) => (((red * Digits.Classes) + green) * Digits.Classes) + blue;

    /// <summary>Which digits an image has.</summary>
    public (int Red, int Green, int Blue) DigitsOf(int item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)Count, nameof(item));
        var words = new RandomStream(_seed, StreamPurpose.Dataset, _index, (ulong)item).Block(0);
        return (Scaled(words.Word0), Scaled(words.Word1), Scaled(words.Word2));
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> items, PixelRange range, Span<float> destination)
    {
        if (destination.Length < (long)items.Length * Item.Size)
            throw new ArgumentException($"{items.Length} images of {Item} do not fit {destination.Length} values.", nameof(destination));
        Span<int> digits = stackalloc int[Channels];
        foreach (int item in items)
        {
            (digits[0], digits[1], digits[2]) = DigitsOf(item);
            Digits.Gather(digits, range, destination);
            destination = destination[Item.Size..];
        }
    }

    /// <inheritdoc/>
    public void GatherLabels(ReadOnlySpan<int> items, Span<byte> destination) => Labels.Gather(this, [], items, destination);

    /// <inheritdoc/>
    public IDataset Take(int count) =>
        count == Count ? this : new StackedDataset(Name, Digits, Labels.CheckedLimit(this, count), _seed, _index);

    private int Scaled(uint word) => (int)(((ulong)word * (ulong)Digits.Count) >> 32);
}
