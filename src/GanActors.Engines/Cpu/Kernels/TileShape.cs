namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// Rows and registers across of one GEMM tile, known to the compiler: what a smaller tile does not have is compiled away.
/// </summary>
internal interface ITileShape
{
    static abstract int Rows { get; }

    static abstract int Vectors { get; }
}

internal readonly struct Tile8x3 : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 3;
}

internal readonly struct Tile8x2 : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 2;
}

internal readonly struct Tile8x1 : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 1;
}

internal readonly struct Tile6x2 : ITileShape
{
    public static int Rows => 6;

    public static int Vectors => 2;
}

internal readonly struct Tile6x1 : ITileShape
{
    public static int Rows => 6;

    public static int Vectors => 1;
}

internal readonly struct Tile4x3 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 3;
}

internal readonly struct Tile4x2 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 2;
}

internal readonly struct Tile4x1 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 1;
}

/// <summary>What a tile's accumulators hold before the first product.</summary>
internal enum TileStart
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>What C holds: a sum goes on as if it had never been left, so where the depth is cut changes no bit.</summary>
    Target,

    /// <summary>The bias of each column.</summary>
    Bias,
}
