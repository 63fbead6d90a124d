namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>Which tiles a convolution is cut into: so many features down and across.</summary>
/// <param name="Down">Feature rows of a tile.</param>
/// <param name="Across">Feature columns of a tile.</param>
/// <remarks>
/// Chosen by what the products and the way to points and back cost, in multiply-adds; from the layer alone, so that a recipe's numbers do not depend
/// on the machine. Constants are from measurements with 512-bit registers, where products gain most and so the rest weighs most.
/// </remarks>
internal readonly record struct WinogradTiling(int Down, int Across)
{
    // A number on its way to a point or back, in multiply-adds: two short products, and memory.
    private const double CostOfPoint = 30;

    // The same for a weight at a point, which the rows of a batch share.
    private const double CostOfWeight = 20;
    private const double Batch = 64;

    // Direct products have no intermediate results that leave the cache.
    private const double LeastGain = 1.15;

    private const int FewestChannels = 8;
    private const int MostTaps = 5;

    // Widest row of points that still fits on a stack.
    private const int WidestSpan = 512;

    /// <summary>The cheapest tiling of a convolution, or null if none is cheaper than the direct products.</summary>
    public static WinogradTiling? Best(Geometry geometry)
    {
        if (Math.Min(geometry.Channels, geometry.Features) < FewestChannels)
            return null;
        double best = (double)geometry.FeaturePixels * geometry.WindowSize * geometry.Features / LeastGain;
        WinogradTiling? choice = null;
        foreach (var tiling in Possible(geometry))
        {
            double cost = tiling.Cost(geometry);
            if (cost < best)
                (best, choice) = (cost, tiling);
        }

        return choice;
    }

    /// <summary>All tilings of a convolution, the smallest first.</summary>
    public static IEnumerable<WinogradTiling> Possible(Geometry geometry)
    {
        int taps = TapsOf(geometry);
        if (taps < 2 || taps > MostTaps || geometry.PaddedWidth > WidestSpan)
            yield break;
        for (int down = 2; down + taps - 1 <= ToomCook.MostPoints; down++)
        {
            for (int across = 2; across + taps - 1 <= ToomCook.MostPoints; across++)
                yield return new WinogradTiling(down, across);
        }
    }

    /// <summary>Taps of a phase of the stride in one dimension.</summary>
    public static int TapsOf(Geometry geometry) => (geometry.Kernel + geometry.Stride - 1) / geometry.Stride;

    /// <summary>Tiles of an item's features, down and across.</summary>
    public (int Down, int Across) Tiles(Geometry geometry) =>
        ((geometry.FeatureHeight + Down - 1) / Down, (geometry.FeatureWidth + Across - 1) / Across);

    private double Cost(Geometry geometry)
    {
        int taps = TapsOf(geometry);
        var (tilesDown, tilesAcross) = Tiles(geometry);
        double points = (double)(Down + taps - 1) * (Across + taps - 1);
        double tiles = (double)tilesDown * tilesAcross;
        double channels = (double)geometry.Stride * geometry.Stride * geometry.Channels;
        return points * ((tiles * channels * geometry.Features) + (CostOfPoint * tiles * (channels + geometry.Features))
            + (CostOfWeight / Batch * channels * geometry.Features));
    }
}
