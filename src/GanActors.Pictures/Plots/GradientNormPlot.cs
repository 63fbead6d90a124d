namespace GanActors.Pictures;

/// <summary>How long both networks' gradients are over the iterations of a run: what vanishes or explodes shows here first.</summary>
public static class GradientNormPlot
{
    /// <summary>The plot, on a logarithmic axis.</summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="iterations">Ascending, one for each norm.</param>
    /// <param name="generator">Euclidean norm of the gradient of all the generator's parameters; NaN where it was frozen.</param>
    /// <param name="discriminator">The same of the discriminator.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot Of(string title, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> generator, ReadOnlyMemory<double> discriminator) => new()
    {
        Title = title,
        XLabel = "iteration",
        YLabel = "Euclidean norm (logarithmic)",
        YScale = AxisScale.Logarithmic,
        Series =
        [
            new LineSeries("generator gradient", iterations, generator) { Colour = Palette.Generator, Smoothing = Smoothing.Automatic },
            new LineSeries("discriminator gradient", iterations, discriminator) { Colour = Palette.Discriminator, Smoothing = Smoothing.Automatic },
        ],
    };
}
