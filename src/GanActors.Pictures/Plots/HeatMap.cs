using System.Globalization;

namespace GanActors.Pictures;

/// <summary>
/// Figures of a grid's cells as squares, each with its number: the least light, the highest dark. The colours are steps of ColorBrewer's single-hue blues
/// (Harrower and Brewer, 2003), whose lightness falls evenly, so that they read in grey and with any colour blindness.
/// </summary>
public sealed record HeatMap
{
    private const int Edge = 24, Side = 96, Gap = 4, TitleHeight = 40, TitleBaseline = 38, DarkestStep = 4;

    private static readonly Rgb[] Steps = [Rgb.FromHex(0xF7FBFF), Rgb.FromHex(0xDEEBF7), Rgb.FromHex(0xC6DBEF), Rgb.FromHex(0x9ECAE1), Rgb.FromHex(0x6BAED6)];

    /// <summary>What the figures are; empty for no title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Draws the figures.</summary>
    /// <param name="values">Row by row; one that is no number is left grey.</param>
    /// <param name="rows">Rows of the grid, at least 1.</param>
    /// <param name="columns">Columns of the grid, at least 1.</param>
    /// <exception cref="ArgumentException">There are not as many figures as cells.</exception>
    public Pixmap Draw(ReadOnlySpan<double> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values.Length != rows * columns)
            throw new ArgumentException($"A grid of {rows} x {columns} has {rows * columns} figures, not {values.Length}.", nameof(values));
        int heading = Title.Length > 0 ? TitleHeight : 0;
        int width = (2 * Edge) + (columns * (Side + Gap)) - Gap, height = (2 * Edge) + heading + (rows * (Side + Gap)) - Gap;
        var canvas = new Canvas(width, height, Theme.Ground);
        if (heading > 0)
            StrokeFont.Draw(canvas, StrokeFont.Fit(Title, TextStyle.Title, width - (2 * Edge)), Edge, TitleBaseline, TextStyle.Title, Theme.Title);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        for (int i = 0; i < values.Length; i++)
        {
            int left = Edge + (i % columns * (Side + Gap)), top = Edge + heading + (i / columns * (Side + Gap));
            canvas.Fill(new PixelBox(left, top, left + Side, top + Side), Colour(values[i], low, high));
            string text = StrokeFont.Fit(values[i].ToString("G4", CultureInfo.InvariantCulture), TextStyle.Label, Side);
            int middle = left + ((Side - StrokeFont.Measure(text, TextStyle.Label)) / 2);
            StrokeFont.Draw(canvas, text, middle, top + (Side / 2) + 5, TextStyle.Label, Theme.Title);
        }

        return canvas.Picture;
    }

    private static Rgb Colour(double value, double low, double high)
    {
        if (!double.IsFinite(value))
            return Theme.Grid;
        double place = high > low ? (value - low) / (high - low) * DarkestStep : 0;
        int step = Math.Min(DarkestStep - 1, (int)place);
        double share = place - step;
        return new Rgb(Between(Steps[step].R, Steps[step + 1].R), Between(Steps[step].G, Steps[step + 1].G), Between(Steps[step].B, Steps[step + 1].B));

        byte Between(byte from, byte to) => (byte)Math.Round(from + ((to - from) * share));
    }
}
