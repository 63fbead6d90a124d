using GanActors.Engines.Cpu.Kernels;

namespace GanActors.Engines.Cpu.Convolutions;

/// <summary>
/// One phase of a transposed product. Image rows Y with (Y + padding) mod stride = r see the taps r, r + stride, ... only, over consecutive
/// features: so a transposed convolution of stride s is s * s plain ones of stride 1, and none multiplies by a zero that was put in.
/// </summary>
internal sealed class Phase
{
    /// <param name="geometry">The convolution's.</param>
    /// <param name="row">Remainder of the image rows.</param>
    /// <param name="column">Remainder of the image columns.</param>
    /// <param name="padTop">Rows of zeros before the features.</param>
    /// <param name="padLeft">Columns of zeros before the features.</param>
    /// <param name="paddedWidth">Width of the features with their zeros.</param>
    public Phase(Geometry geometry, int row, int column, int padTop, int padLeft, int paddedWidth)
    {
        Row = row;
        Column = column;
        TapsDown = Taps(geometry, row);
        TapsAcross = Taps(geometry, column);
        var features = new List<nint>();
        var pixels = new List<nint>();
        foreach (int y in Places(geometry.Height, geometry.PadTop, geometry.Stride, row))
        {
            foreach (int x in Places(geometry.Width, geometry.PadLeft, geometry.Stride, column))
            {
                // The last of the features that the first tap sees, and back by the other taps.
                int featureRow = (y + geometry.PadTop) / geometry.Stride - TapsDown + 1 + padTop;
                int featureColumn = (x + geometry.PadLeft) / geometry.Stride - TapsAcross + 1 + padLeft;
                features.Add(((nint)featureRow * paddedWidth + featureColumn) * geometry.Features);
                pixels.Add(((nint)y * geometry.Width + x) * geometry.Channels);
            }
        }

        Features = new PixelTable([.. features]);
        Pixels = new PixelTable([.. pixels]);
    }

    /// <summary>The first tap's row and column.</summary>
    public int Row { get; }

    /// <inheritdoc cref="Row"/>
    public int Column { get; }

    /// <summary>Taps in a column of the phase.</summary>
    public int TapsDown { get; }

    /// <summary>Taps in a row of the phase.</summary>
    public int TapsAcross { get; }

    /// <summary>Where each pixel's features begin within an item's padded features.</summary>
    public PixelTable Features { get; }

    /// <summary>Where each pixel is within an image.</summary>
    public PixelTable Pixels { get; }

    /// <summary>The phases of a geometry, with the zeros its features need on each side.</summary>
    public static (Phase[] Phases, int Top, int Left, int PaddedHeight, int PaddedWidth) All(Geometry geometry)
    {
        var (top, bottom) = Zeros(geometry, geometry.Height, geometry.FeatureHeight, geometry.PadTop);
        var (left, right) = Zeros(geometry, geometry.Width, geometry.FeatureWidth, geometry.PadLeft);
        int paddedHeight = geometry.FeatureHeight + top + bottom, paddedWidth = geometry.FeatureWidth + left + right;
        var phases = new Phase[geometry.Stride * geometry.Stride];
        for (int row = 0; row < geometry.Stride; row++)
        {
            for (int column = 0; column < geometry.Stride; column++)
                phases[row * geometry.Stride + column] = new Phase(geometry, row, column, top, left, paddedWidth);
        }

        return (phases, top, left, paddedHeight, paddedWidth);
    }

    private static int Taps(Geometry geometry, int remainder) =>
        remainder < geometry.Kernel ? (geometry.Kernel - remainder + geometry.Stride - 1) / geometry.Stride : 0;

    private static IEnumerable<int> Places(int size, int pad, int stride, int remainder)
    {
        for (int place = 0; place < size; place++)
        {
            if ((place + pad) % stride == remainder)
                yield return place;
        }
    }

    private static (int Before, int After) Zeros(Geometry geometry, int size, int featureSize, int pad)
    {
        int before = 0, after = 0;
        for (int place = 0; place < size; place++)
        {
            int last = (place + pad) / geometry.Stride;
            before = Math.Max(before, Taps(geometry, (place + pad) % geometry.Stride) - 1 - last);
            after = Math.Max(after, last - (featureSize - 1));
        }

        return (before, after);
    }
}
