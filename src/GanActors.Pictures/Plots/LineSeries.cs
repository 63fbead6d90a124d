namespace GanActors.Pictures;

/// <summary>A named line of a <see cref="LinePlot"/>.</summary>
public sealed record LineSeries
{
    /// <summary>A line through points.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">Finite, one for each of <paramref name="y"/>; ascending ones are drawn fast.</param>
    /// <param name="y">NaN is a gap; infinities are marked at the edge.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an x is not finite.</exception>
    public LineSeries(string name, ReadOnlyMemory<double> x, ReadOnlyMemory<double> y)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (x.Length != y.Length)
            throw new ArgumentException($"The series '{name}' has {x.Length} x for {y.Length} y: one for each is needed.", nameof(x));
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x.Span[i]))
                throw new ArgumentException($"The series '{name}' has {x.Span[i]} as x of point {i}: a finite number is needed.", nameof(x));
        }

        Name = name;
        X = x;
        Y = y;
    }

    /// <summary>A line over iterations, epochs or other counts.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">One for each of <paramref name="y"/>.</param>
    /// <param name="y">NaN is a gap; infinities are marked at the edge.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public LineSeries(string name, ReadOnlySpan<long> x, ReadOnlyMemory<double> y)
        : this(name, ToDoubles(x), y)
    {
    }

    /// <summary>What the legend calls it.</summary>
    public string Name { get; }

    /// <summary>Where the points are.</summary>
    public ReadOnlyMemory<double> X { get; }

    /// <summary>Their values.</summary>
    public ReadOnlyMemory<double> Y { get; }

    /// <summary>The line's colour; without one the plot gives it the next of <see cref="Palette"/>.</summary>
    public Rgb? Colour { get; init; }

    /// <summary>Whether a moving average is drawn over the values.</summary>
    public Smoothing Smoothing { get; init; } = Smoothing.None;

    private static double[] ToDoubles(ReadOnlySpan<long> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            doubles[i] = values[i];
        return doubles;
    }
}
