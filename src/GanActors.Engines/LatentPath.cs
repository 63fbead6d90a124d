namespace GanActors.Engines;

/// <summary>How to go from one noise vector to another.</summary>
public enum LatentPathKind
{
    /// <summary>
    /// Along the great circle (Shoemake, 1985; for generators White, 2016): normal noise of many dimensions lies near a sphere, and the way
    /// keeps near it, where the generator was trained. Lengths go evenly from one to the other.
    /// </summary>
    Spherical,

    /// <summary>Straight.</summary>
    Linear,
}

/// <summary>Ways between noise vectors.</summary>
public static class LatentPath
{
    // Below this angle, in radians, the circle is a line to float precision.
    private const double SmallAngle = 1e-4;

    /// <summary>A point on the way.</summary>
    /// <param name="kind">How it goes.</param>
    /// <param name="from">Where it starts.</param>
    /// <param name="to">Where it ends; as long as <paramref name="from"/>.</param>
    /// <param name="share">How much of it is done, 0 .. 1.</param>
    /// <param name="point">Receives the point; as long as <paramref name="from"/>.</param>
    public static void Point(LatentPathKind kind, ReadOnlySpan<float> from, ReadOnlySpan<float> to, double share, Span<float> point)
    {
        if (to.Length != from.Length || point.Length != from.Length)
            throw new ArgumentException($"Vectors of {from.Length}, {to.Length} and {point.Length} numbers are not of one space.", nameof(to));
        var (first, second) = Weights(kind, from, to, share);
        for (int i = 0; i < from.Length; i++)
            point[i] = (float)((first * from[i]) + (second * to[i]));
    }

    private static (double First, double Second) Weights(LatentPathKind kind, ReadOnlySpan<float> from, ReadOnlySpan<float> to, double share)
    {
        double product = 0, squareFrom = 0, squareTo = 0;
        for (int i = 0; i < from.Length; i++)
        {
            product += (double)from[i] * to[i];
            squareFrom += (double)from[i] * from[i];
            squareTo += (double)to[i] * to[i];
        }

        double lengthFrom = Math.Sqrt(squareFrom), lengthTo = Math.Sqrt(squareTo);
        if (kind == LatentPathKind.Linear || lengthFrom == 0 || lengthTo == 0)
            return (1 - share, share);
        double angle = Math.Acos(Math.Clamp(product / (lengthFrom * lengthTo), -1, 1));
        // Opposite vectors have no great circle of their own, and on a line of numbers there is none at all.
        if (angle < SmallAngle || angle > Math.PI - SmallAngle)
            return (1 - share, share);
        double length = ((1 - share) * lengthFrom) + (share * lengthTo);
        return (Math.Sin((1 - share) * angle) / Math.Sin(angle) * length / lengthFrom, Math.Sin(share * angle) / Math.Sin(angle) * length / lengthTo);
    }
}
