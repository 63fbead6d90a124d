using GanActors.Evaluation.Features;
using MathNet.Numerics.LinearAlgebra;

namespace GanActors.Evaluation.Metrics;

/// <summary>
/// The Frechet distance of Heusel et al. ("GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017), FID when the
/// features are an Inception network's: between the Gaussians that have the features' means m and covariances S (Dowson and Landau, 1982),
/// |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)), in squared units of the features. 0 for equal sets, and biased upwards by small ones.
/// </summary>
/// <remarks>
/// tr (S1 S2)^(1/2) is taken as that of (S1^(1/2) S2 S1^(1/2))^(1/2), whose eigenvalues are the same: that matrix is symmetric and has no negative
/// eigenvalues, so no root can become complex, however few items there are. Rounding that makes an eigenvalue negative is cut off at 0.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>Computes the distance; never NaN and never negative.</summary>
    /// <exception cref="MixedExtractorsException">The features are of two extractors.</exception>
    public static double Between(GaussianMoments left, GaussianMoments right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        MixedExtractorsException.Require(left.Extractor, right.Extractor);
        double between = (left.Mean - right.Mean).DotProduct(left.Mean - right.Mean);
        var root = Root(left.Covariance);
        var product = root * right.Covariance * root;
        // The two factors commute up to rounding; what little asymmetry it leaves would cost the decomposition its guarantee.
        double overlap = Eigenvalues((product + product.Transpose()) / 2).Sum(Math.Sqrt);
        return Math.Max(0, between + left.Covariance.Trace() + right.Covariance.Trace() - (2 * overlap));
    }

    private static Matrix<double> Root(Matrix<double> symmetric)
    {
        var decomposed = symmetric.Evd(Symmetricity.Symmetric);
        var roots = decomposed.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real)));
        var vectors = decomposed.EigenVectors;
        return vectors.MapIndexed((_, column, value) => value * roots[column]).TransposeAndMultiply(vectors);
    }

    private static IEnumerable<double> Eigenvalues(Matrix<double> symmetric) =>
        symmetric.Evd(Symmetricity.Symmetric).EigenValues.Select(value => Math.Max(0, value.Real));
}
