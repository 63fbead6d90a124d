namespace GanActors.Pictures;

/// <summary>What a penalty adds to the discriminator's loss over the iterations of a run.</summary>
public static class PenaltyPlot
{
    /// <summary>The plot.</summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="name">The penalty's name and weight.</param>
    /// <param name="iterations">Ascending: those that had the penalty.</param>
    /// <param name="penalty">One for each.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot Of(string title, string name, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> penalty) => new()
    {
        Title = title,
        XLabel = "iteration",
        YLabel = "penalty, a part of the loss",
        Series = [new LineSeries(name, iterations, penalty) { Colour = Palette.Discriminator, Smoothing = Smoothing.Automatic }],
    };
}
