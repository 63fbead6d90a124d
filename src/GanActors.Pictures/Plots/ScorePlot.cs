namespace GanActors.Pictures;

/// <summary>How the discriminator judges real and generated data over the iterations of a run, between 0 and 1.</summary>
public static class ScorePlot
{
    /// <summary>Mean scores D(x) of real and D(G(z)) of generated data; at 0.5 the discriminator cannot tell.</summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="iterations">Ascending, one for each score.</param>
    /// <param name="real">D(x), probabilities; NaN where there is none.</param>
    /// <param name="fake">D(G(z)), probabilities; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot OfMeanScores(string title, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> real, ReadOnlyMemory<double> fake) =>
        Between0And1(title, "mean score", iterations, ("D(x), real", real), ("D(G(z)), generated", fake), "cannot tell");

    /// <summary>The shares of real and of generated data that the discriminator calls what they are; at 0.5 it guesses.</summary>
    /// <param name="title">As a rule the recipe's name.</param>
    /// <param name="iterations">Ascending, one for each accuracy.</param>
    /// <param name="real">Accuracy on real data, 0 .. 1; NaN where there is none.</param>
    /// <param name="fake">Accuracy on generated data, 0 .. 1; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LinePlot OfAccuracy(string title, ReadOnlySpan<long> iterations, ReadOnlyMemory<double> real, ReadOnlyMemory<double> fake) =>
        Between0And1(title, "discriminator accuracy", iterations, ("on real", real), ("on generated", fake), "guessing");

    private static LinePlot Between0And1(
        string title,
        string label,
        ReadOnlySpan<long> iterations,
        (string Name, ReadOnlyMemory<double> Values) real,
        (string Name, ReadOnlyMemory<double> Values) fake,
        string half) => new()
        {
            Title = title,
            XLabel = "iteration",
            YLabel = label,
            YRange = (0, 1),
            References = [new ReferenceLine(0.5, half)],
            Series =
            [
                new LineSeries(real.Name, iterations, real.Values) { Colour = Palette.Real, Smoothing = Smoothing.Automatic },
                new LineSeries(fake.Name, iterations, fake.Values) { Colour = Palette.Generator, Smoothing = Smoothing.Automatic },
            ],
        };
}
