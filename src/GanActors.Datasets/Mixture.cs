using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GanActors.Datasets;

/// <summary>Equally likely, round Gaussians in the plane: the toy distributions that mode coverage is measured on.</summary>
/// <param name="Title">For example <c>8 Gaussians on a circle</c>.</param>
/// <param name="Centres">The modes, in label order.</param>
/// <param name="StandardDeviation">Of each coordinate about its centre.</param>
public sealed record Mixture(string Title, ImmutableArray<Vector2> Centres, float StandardDeviation)
{
    /// <summary>
    /// 8 Gaussians of standard deviation 0.01 at angles 2 pi i / 8 on the unit circle (the ring of Srivastava et al., "VEEGAN", 2017, with the
    /// figures of Lin et al., "PacGAN", 2018).
    /// </summary>
    public static Mixture Ring { get; } = new("8 Gaussians on the unit circle", [.. Enumerable.Range(0, 8).Select(RingCentre)], 0.01f);

    /// <summary>25 Gaussians of standard deviation 0.05 on {-4, -2, 0, 2, 4} squared (the same sources), row by row from (-4, -4).</summary>
    public static Mixture Grid { get; } =
        new("25 Gaussians on a 5x5 grid", [.. Enumerable.Range(0, 25).Select(mode => new Vector2((2 * (mode % 5)) - 4, (2 * (mode / 5)) - 4))], 0.05f);

    /// <summary>The centres' coordinates, <c>[modes, 2]</c>.</summary>
    public ImmutableArray<float> Coordinates => [.. Centres.SelectMany(centre => new[] { centre.X, centre.Y })];

    /// <summary>For example <c>8 Gaussians on the unit circle, standard deviation 0.01</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Title}, standard deviation {StandardDeviation}");

    private static Vector2 RingCentre(int mode)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * mode / 8);
        return new Vector2((float)cos, (float)sin);
    }
}
