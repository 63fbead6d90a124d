namespace GanActors.Pictures;

/// <summary>Both networks' losses over the iterations of a run.</summary>
public static class LossPlot
{
    /// <summary>The plot; <see cref="LinePlot.Draw"/> draws it, a <c>with</c> expression changes it.</summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="iterations">Ascending, one for each loss.</param>
    /// <param name="generator">Generator loss; NaN where there is none.</param>
    /// <param name="discriminator">Discriminator loss; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot Of(string title, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> generator, ReadOnlyMemory<double> discriminator) => new()
    {
        Title = title,
        XLabel = "iteration",
        YLabel = "loss",
        Series =
        [
            new LineSeries("generator loss", iterations, generator) { Colour = Palette.Generator, Smoothing = Smoothing.Automatic },
            new LineSeries("discriminator loss", iterations, discriminator) { Colour = Palette.Discriminator, Smoothing = Smoothing.Automatic },
        ],
    };
}
