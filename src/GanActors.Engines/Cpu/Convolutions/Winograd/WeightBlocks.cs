using GanActors.Engines.Cpu.Kernels;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// Where weights lie, as taps and as points. As taps they are in panels, <see cref="Rows"/> rows a tap. At each point every phase of the stride has
/// as many rows: either below those of the phase before, all phases one matrix, or as a matrix of its own after that of the phase before.
/// </summary>
internal readonly struct WeightBlocks
{
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

    /// <summary>Numbers of one point, a cache line more than they take, so that points do not meet in one set of the cache.</summary>
    public nint PointStride => (nint)(Matrices * Matrix.Size) + 16;

    /// <summary>Numbers of all points.</summary>
    public long Size => PointStride * Down.Points * Across.Points;

    /// <summary>Where a tap's rows in a panel begin.</summary>
    public nint Tap(int panel, int row, int column) => Taps.Offset(panel) + (nint)(row * Kernel + column) * Rows * Taps.Width(panel);

    /// <summary>Where a phase's rows in a panel begin at the first point.</summary>
    public nint Phase(int panel, int phase) => Matrices == 1
        ? Matrix.Offset(panel) + (nint)phase * Rows * Matrix.Width(panel)
        : (nint)(phase * Matrix.Size) + Matrix.Offset(panel);
}
