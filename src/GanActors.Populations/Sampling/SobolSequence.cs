using System.Collections.Immutable;
using System.Numerics;

namespace GanActors.Populations.Sampling;

/// <summary>
/// Sobol's sequence (1967) with the direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional
/// projections" (SIAM J. Sci. Comput., 2008), their set new-joe-kuo-6; in the order of the Gray code (Antonov and Saleev, 1979; Bratley and
/// Fox, 1988).
/// </summary>
internal static class SobolSequence
{
    private const int Bits = 32;

    // Degree and inner coefficients of a primitive polynomial, and the first numbers m, of each dimension from the second.
    private static readonly ImmutableArray<(int Degree, uint Polynomial, uint[] Start)> Table =
    [
        (1, 0, [1]),
        (2, 1, [1, 3]),
        (3, 1, [1, 3, 1]),
        (3, 2, [1, 1, 1]),
        (4, 1, [1, 1, 3, 3]),
        (4, 4, [1, 3, 5, 13]),
        (5, 2, [1, 1, 5, 5, 17]),
        (5, 4, [1, 1, 5, 5, 5]),
        (5, 7, [1, 1, 7, 11, 19]),
        (5, 11, [1, 1, 5, 1, 1]),
        (5, 13, [1, 1, 1, 3, 11]),
        (5, 14, [1, 3, 5, 5, 31]),
        (6, 1, [1, 3, 3, 9, 7, 49]),
        (6, 13, [1, 1, 1, 15, 21, 21]),
        (6, 16, [1, 3, 1, 13, 27, 49]),
        (6, 19, [1, 1, 1, 15, 7, 5]),
        (6, 22, [1, 3, 1, 15, 13, 25]),
        (6, 25, [1, 1, 5, 5, 19, 61]),
        (7, 1, [1, 3, 7, 11, 23, 15, 103]),
        (7, 4, [1, 3, 7, 13, 13, 15, 69]),
        (7, 7, [1, 1, 3, 13, 7, 35, 63]),
        (7, 8, [1, 3, 5, 9, 1, 25, 53]),
        (7, 14, [1, 3, 1, 13, 9, 35, 107]),
        (7, 19, [1, 3, 1, 5, 27, 61, 31]),
        (7, 21, [1, 1, 5, 11, 19, 41, 61]),
        (7, 28, [1, 3, 5, 3, 3, 13, 69]),
        (7, 31, [1, 1, 7, 13, 1, 19, 1]),
        (7, 32, [1, 3, 7, 5, 13, 19, 59]),
        (7, 37, [1, 1, 3, 9, 25, 29, 41]),
        (7, 41, [1, 3, 5, 13, 23, 1, 55]),
    ];

    private static readonly ImmutableArray<uint[]> Directions = [.. Enumerable.Range(0, Table.Length + 1).Select(DirectionsOf)];

    /// <summary>How many dimensions there are.</summary>
    public static int Dimensions => Table.Length + 1;

    /// <summary>A coordinate of a point, in [0, 1), a multiple of 2^-32.</summary>
    /// <param name="index">Of the point; that of index 0 is the corner 0.</param>
    /// <param name="dimension">From 0.</param>
    /// <param name="shift">Bits that are added modulo 2.</param>
    public static double Point(uint index, int dimension, uint shift = 0)
    {
        uint gray = index ^ (index >> 1), point = shift;
        for (; gray != 0; gray &= gray - 1)
            point ^= Directions[dimension][BitOperations.TrailingZeroCount(gray)];
        return point * (1.0 / (1L << Bits));
    }

    // As binary fractions of 32 places: m_k / 2^k, by the recurrence of the polynomial.
    private static uint[] DirectionsOf(int dimension)
    {
        uint[] directions = new uint[Bits];
        if (dimension == 0)
        {
            for (int k = 0; k < Bits; k++)
                directions[k] = 1u << (Bits - 1 - k);
            return directions;
        }

        var (degree, polynomial, start) = Table[dimension - 1];
        for (int k = 0; k < degree; k++)
            directions[k] = start[k] << (Bits - 1 - k);
        for (int k = degree; k < Bits; k++)
        {
            directions[k] = directions[k - degree] ^ (directions[k - degree] >> degree);
            for (int j = 1; j < degree; j++)
            {
                if (((polynomial >> (degree - 1 - j)) & 1) != 0)
                    directions[k] ^= directions[k - j];
            }
        }

        return directions;
    }
}
