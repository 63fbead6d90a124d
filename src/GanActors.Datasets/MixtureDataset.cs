using System.Collections.Immutable;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Datasets;

/// <summary>Points drawn from a <see cref="Datasets.Mixture"/>, <c>[count, 2]</c>; a point's label is the mode it was drawn from.</summary>
public sealed class MixtureDataset : IDataset
{
    private readonly ReadOnlyMemory<float> _points;
    private readonly ReadOnlyMemory<byte> _labels;

    /// <summary>Draws <paramref name="count"/> points; point i is from mode i modulo the number of modes.</summary>
    /// <param name="name">Its name in the catalog.</param>
    /// <param name="mixture">Where the points come from; at most 256 modes.</param>
    /// <param name="count">How many points.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="index">Stream of the draw, so that no two data sets share numbers.</param>
    public MixtureDataset(string name, Mixture mixture, int count, ulong seed, ushort index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mixture.Centres.Length, 256);
        Name = name;
        Mixture = mixture;
        Count = count;
        Description = $"{Wording.Amount(count, "point")} drawn from {mixture}; built in";
        ClassNames = [.. Enumerable.Range(0, mixture.Centres.Length).Select(mode => $"mode {Wording.Number(mode)}")];
        float[] points = new float[2 * count];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            var point = points.AsSpan(2 * i, 2);
            new RandomStream(seed, StreamPurpose.Dataset, index, (ulong)i).Normal(point);
            labels[i] = (byte)(i % mixture.Centres.Length);
            var centre = mixture.Centres[labels[i]];
            point[0] = centre.X + (mixture.StandardDeviation * point[0]);
            point[1] = centre.Y + (mixture.StandardDeviation * point[1]);
        }

        _points = points;
        _labels = labels;
    }

    private MixtureDataset(MixtureDataset whole, int count)
    {
        Name = whole.Name;
        Mixture = whole.Mixture;
        Description = Wording.FirstOf(whole, count);
        ClassNames = whole.ClassNames;
        Count = count;
        _points = whole._points[..(2 * count)];
        _labels = whole._labels[..count];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>What the points were drawn from.</summary>
    public Mixture Mixture { get; }

    /// <inheritdoc/>
    public Shape Item { get; } = new(2);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int Classes => ClassNames.Length;

    /// <inheritdoc/>
    public ImmutableArray<string> ClassNames { get; }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> items, PixelRange range, Span<float> destination)
    {
        if (destination.Length < 2L * items.Length)
            throw new ArgumentException($"{items.Length} points do not fit {destination.Length} values.", nameof(destination));
        var points = _points.Span;
        for (int i = 0; i < items.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)items[i], (uint)Count, nameof(items));
            destination[2 * i] = points[2 * items[i]];
            destination[(2 * i) + 1] = points[(2 * items[i]) + 1];
        }
    }

    /// <inheritdoc/>
    public void GatherLabels(ReadOnlySpan<int> items, Span<byte> destination) => Labels.Gather(this, _labels.Span, items, destination);

    /// <inheritdoc/>
    public IDataset Take(int count) => count == Count ? this : new MixtureDataset(this, Labels.CheckedLimit(this, count));
}
