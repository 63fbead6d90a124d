using System.Runtime.CompilerServices;

namespace GanActors.Pictures;

/// <summary>The five reversible row filters of the PNG specification (clause 9).</summary>
internal static class RowFilter
{
    /// <summary>None, Sub, Up, Average, Paeth.</summary>
    public const int Kinds = 5;

    /// <summary>
    /// Writes the row's filter type and its filtered bytes. The filter is the one whose residuals, read as signed bytes, have the
    /// smallest sum of magnitudes: the heuristic that the specification recommends (clause 12.8). The first of equals wins, but a row
    /// that repeats the one above is always Up.
    /// </summary>
    /// <param name="row">The row's bytes.</param>
    /// <param name="above">The row above, zeros for the first row; as long as <paramref name="row"/>.</param>
    /// <param name="pixelBytes">Bytes a pixel.</param>
    /// <param name="output">One byte longer than <paramref name="row"/>.</param>
    /// <param name="trial">Scratch, as long as <paramref name="row"/>.</param>
    public static void WriteBest(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> output, Span<byte> trial)
    {
        if (row.SequenceEqual(above))
        {
            output[0] = 2;
            output[1..].Clear();
            return;
        }

        long best = long.MaxValue;
        for (int kind = 0; kind < Kinds; kind++)
        {
            long cost = Apply(kind, row, above, pixelBytes, trial);
            if (cost >= best)
                continue;
            best = cost;
            output[0] = (byte)kind;
            trial.CopyTo(output[1..]);
        }
    }

    /// <summary>Takes a filter off a row again, in place.</summary>
    /// <param name="kind">Which: 0 .. 4.</param>
    /// <param name="row">The filtered bytes; overwritten with the row's.</param>
    /// <param name="above">The row above, zeros for the first row; as long as <paramref name="row"/>.</param>
    /// <param name="pixelBytes">Bytes a pixel, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Undo(int kind, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        if (kind == 0)
            return;
        int first = pixelBytes; // A row holds a whole pixel at least.
        for (int i = 0; i < first; i++)
            row[i] += (byte)Predict(kind, 0, above[i], 0);
        switch (kind)
        {
            case 1:
                for (int i = first; i < row.Length; i++)
                    row[i] += row[i - pixelBytes];
                break;
            case 2:
                for (int i = first; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (int i = first; i < row.Length; i++)
                    row[i] += (byte)((row[i - pixelBytes] + above[i]) >> 1);
                break;
            default:
                for (int i = first; i < row.Length; i++)
                    row[i] += (byte)Paeth(row[i - pixelBytes], above[i], above[i - pixelBytes]);
                break;
        }
    }

    private static long Apply(int kind, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> residuals)
    {
        // The first pixel has no left neighbour; zeros stand for it.
        for (int i = 0; i < pixelBytes; i++)
            residuals[i] = (byte)(row[i] - Predict(kind, 0, above[i], 0));
        ReadOnlySpan<byte> left = row[..^pixelBytes], up = above[pixelBytes..], upperLeft = above[..^pixelBytes];
        Subtract(kind, row[pixelBytes..], left, up, upperLeft, residuals[pixelBytes..]);
        return SumOfMagnitudes(residuals);
    }

    /// <summary>One loop for each filter, so that the compiler can make the most of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(
        int kind, ReadOnlySpan<byte> row, ReadOnlySpan<byte> left, ReadOnlySpan<byte> up, ReadOnlySpan<byte> upperLeft, Span<byte> residuals)
    {
        left = left[..row.Length];
        up = up[..row.Length];
        upperLeft = upperLeft[..row.Length];
        residuals = residuals[..row.Length];
        switch (kind)
        {
            case 0:
                row.CopyTo(residuals);
                break;
            case 1:
                for (int i = 0; i < row.Length; i++)
                    residuals[i] = (byte)(row[i] - left[i]);
                break;
            case 2:
                for (int i = 0; i < row.Length; i++)
                    residuals[i] = (byte)(row[i] - up[i]);
                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    residuals[i] = (byte)(row[i] - ((left[i] + up[i]) >> 1));
                break;
            default:
                for (int i = 0; i < row.Length; i++)
                    residuals[i] = (byte)(row[i] - Paeth(left[i], up[i], upperLeft[i]));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long SumOfMagnitudes(ReadOnlySpan<byte> residuals)
    {
        long sum = 0;
        foreach (byte residual in residuals)
            sum += Math.Abs((int)(sbyte)residual);
        return sum;
    }

    private static int Predict(int kind, int left, int up, int upperLeft) => kind switch
    {
        0 => 0,
        1 => left,
        2 => up,
        3 => (left + up) >> 1,
        _ => Paeth(left, up, upperLeft),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Paeth(int left, int up, int upperLeft)
    {
        int estimate = left + up - upperLeft;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toUpperLeft = Math.Abs(estimate - upperLeft);
        return toLeft <= toUp && toLeft <= toUpperLeft ? left : toUp <= toUpperLeft ? up : upperLeft;
    }
}
