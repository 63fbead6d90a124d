namespace GanActors.Pictures;

/// <summary>How the discriminator judges real and generated data over the iterations of a run, between 0 and 1.</summary>
public static class ScorePlot
{
    /// <summary>
    /// Mean scores D(x) of real and D(G(z)) of generated data, of which the latter is the generator's score too, and the discriminator's
    /// score (D(x) + 1 - D(G(z))) / 2, as MATLAB's documentation defines the two. At 0.5 the discriminator cannot tell.
    /// </summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="iterations">Ascending, one for each score.</param>
    /// <param name="real">D(x), probabilities; NaN where there is none.</param>
    /// <param name="fake">D(G(z)), probabilities; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot OfMeanScores(string title, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> real, ReadOnlyMemory<double> fake) =>
        Between0And1(
            title,
            "mean score",
            iterations,
            "cannot tell",
            ("D(x), real", real, Palette.Real),
            ("D(G(z)), generator's score", fake, Palette.Generator),
            ("discriminator's score", DiscriminatorScores(real.Span, fake.Span), Palette.Discriminator));

    /// <summary>The shares of real and of generated data that the discriminator calls what they are; at 0.5 it guesses.</summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="iterations">Ascending, one for each accuracy.</param>
    /// <param name="real">Accuracy on real data, 0 .. 1; NaN where there is none.</param>
    /// <param name="fake">Accuracy on generated data, 0 .. 1; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot OfAccuracy(string title, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> real, ReadOnlyMemory<double> fake) =>
        Between0And1(
            title, "discriminator accuracy", iterations, "guessing", ("on real", real, Palette.Real), ("on generated", fake, Palette.Generator));

    private static double[] DiscriminatorScores(ReadOnlySpan<double> real, ReadOnlySpan<double> fake)
    {
        double[] scores = new double[Math.Min(real.Length, fake.Length)];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = (real[i] + 1 - fake[i]) / 2;
        return scores;
    }

    private static LinePlot Between0And1(
        string title,
        string label,
        ReadOnlySpan<long> iterations,
        string half,
        params ReadOnlySpan<(string Name, ReadOnlyMemory<double> Values, Rgb Colour)> series)
    {
        var lines = new LineSeries[series.Length];
        for (int i = 0; i < series.Length; i++)
            lines[i] = new LineSeries(series[i].Name, iterations, series[i].Values) { Colour = series[i].Colour, Smoothing = Smoothing.Automatic };
        return new LinePlot
        {
            Title = title,
            XLabel = "iteration",
            YLabel = label,
            YRange = (0, 1),
            References = [new ReferenceLine(0.5, half)],
            Series = [.. lines],
        };
    }
}
