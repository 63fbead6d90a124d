using System.Globalization;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines;

/// <summary>
/// What spectral normalisation (Miyato et al., 2018) is in every engine: of which weights, by PyTorch's names and constants, and where its power iteration starts.
/// </summary>
internal static class SpectralWeight
{
    /// <summary>Iterations before the first forward: as many as PyTorch takes.</summary>
    public const int FirstIterations = 15;

    /// <summary>PyTorch's, against a division by zero.</summary>
    public const double SmallestNorm = 1e-12;

    /// <summary>Whether a layer wants its weight normalised.</summary>
    public static bool IsWanted(Layer layer) => layer is Dense { SpectralNorm: true } or Conv2d { SpectralNorm: true } or ConvTranspose2d { SpectralNorm: true };

    /// <summary>The name under which u is saved.</summary>
    public static string NameOfU(LayerPlan layer) => string.Create(CultureInfo.InvariantCulture, $"{layer.Index}.parametrizations.weight.0._u");

    /// <summary>The name under which v is saved.</summary>
    public static string NameOfV(LayerPlan layer) => string.Create(CultureInfo.InvariantCulture, $"{layer.Index}.parametrizations.weight.0._v");

    /// <summary>The weight as a matrix, <c>[outputs, rest]</c>: the outputs are dimension 0, or 1 of a transposed convolution.</summary>
    public static (int Outputs, int Inner) Matrix(LayerPlan layer)
    {
        var shape = layer.Parameters[0].Shape;
        int outputs = layer.Layer is ConvTranspose2d ? shape[1] : shape[0];
        return (outputs, shape.Size / outputs);
    }

    /// <summary>The random directions that u and v start from, u first.</summary>
    /// <param name="role">Two networks of one run take different draws of the same streams.</param>
    /// <param name="number">The layer's place among those that are normalised.</param>
    /// <param name="seed">The run's seed.</param>
    public static RandomStream Directions(NetworkRole role, int number, ulong seed) => new(seed, StreamPurpose.PowerIteration, (ushort)number, (ulong)role);
}
