using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// Weights as taps, in panels, <see cref="Rows"/> rows a tap, and how those of a point are made of them. At a point every phase of the stride has
/// as many rows: either below those of the phase before, all phases one matrix, or as a matrix of its own.
/// </summary>
/// <remarks>
/// All points together are several times the taps and would be read from far memory in every product. A point's panel is made of its taps, which
/// lie near, just before it is used by a batch's rows: a few multiply-adds against as many as there are rows.
/// </remarks>
internal readonly unsafe struct WeightBlocks
{
    private const int MostTaps = PointMatrix.RowSize * PointMatrix.RowSize;

    public required int Kernel { get; init; }

    public required int Stride { get; init; }

    /// <summary>Rows of one tap.</summary>
    public required int Rows { get; init; }

    /// <summary>All taps.</summary>
    public required Panels Taps { get; init; }

    /// <summary>One of the matrices of a point.</summary>
    public required Panels Matrix { get; init; }

    /// <summary>How many matrices a point has: one, or one a phase.</summary>
    public required int Matrices { get; init; }

    public required PointMatrix Down { get; init; }

    public required PointMatrix Across { get; init; }

    /// <summary>Where a tap's rows in a panel begin.</summary>
    public nint Tap(int panel, int row, int column) => Taps.Offset(panel) + (nint)(row * Kernel + column) * Rows * Taps.Width(panel);

    /// <summary>Makes some rows of a panel of a point's matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Make<TLanes>(float* taps, int point, int matrix, int panel, int from, int rows, float* target)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float** sources = stackalloc float*[MostTaps];
        float* factors = stackalloc float[MostTaps];
        int width = Matrix.Width(panel), to = from + rows;
        while (from < to)
        {
            int phase = Matrices == 1 ? from / Rows : matrix;
            int row = from - (Matrices == 1 ? phase * Rows : 0), count = Math.Min(to - from, Rows - row), used = 0;
            for (int i = phase / Stride, tapDown = 0; i < Kernel; i += Stride, tapDown++)
            {
                for (int j = phase % Stride, tapAcross = 0; j < Kernel; j += Stride, tapAcross++)
                {
                    float factor = Down.Coefficient(point / Across.Points, tapDown) * Across.Coefficient(point % Across.Points, tapAcross);
                    if (factor == 0f)
                        continue;
                    sources[used] = taps + Tap(panel, i, j) + (nint)row * width;
                    factors[used++] = factor;
                }
            }

            // A phase that has a tap less than others has none at all at infinity.
            if (used == 0)
                new Span<float>(target, count * width).Clear();
            else
                TapSum.Set<TLanes>(target, sources, factors, used, (nint)count * width);
            target += (nint)count * width;
            from += count;
        }
    }
}
