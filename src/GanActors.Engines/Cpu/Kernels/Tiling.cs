using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>How products are cut: which tile comes next, and how many rows make one piece of work.</summary>
internal static unsafe class Tiling
{
    /// <summary>The most rows of one piece of work.</summary>
    public const int MostRows = 96;

    /// <summary>
    /// The height of the next tile when <paramref name="left"/> rows are left: full ones, but the last two by four where that pads less.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Height(int left, int full) =>
        full == 6
            ? left is 8 or 4 or 3 or 2 or 1 ? 4 : 6
            : left <= 4 ? 4 : 8;

    /// <summary>Rows of one piece of work: whole tiles, few enough that the threads come out even.</summary>
    public static int RowBlock(int rows, int panels, int tileRows, int threads)
    {
        int pieces = (rows + MostRows - 1) / MostRows;
        if (threads > 1)
        {
            // Eight pieces a thread leave at most an eighth of a share idle at the end.
            int wanted = (8 * threads + panels - 1) / panels;
            pieces = Math.Max(pieces, Math.Min(wanted, rows / (2 * tileRows)));
        }

        pieces = Math.Max(1, pieces);
        int block = (rows + pieces - 1) / pieces;
        return (block + tileRows - 1) / tileRows * tileRows;
    }

    /// <summary>Into how many groups panels are dealt: as few as keep all threads busy, for a group meets its rows in the cache.</summary>
    public static int Groups(int rowBlocks, int panels, int threads) =>
        threads == 1 ? 1 : Math.Min(panels, (8 * threads + rowBlocks - 1) / rowBlocks);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<TLanes>(
        int height, int vectors, nint depth, float** a, nint aOffset, float* b, float* ahead, nint aheadStep, float** c, nint cOffset, TileStart start, float* bias)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (TLanes.TileRows == 8)
        {
            if (height == 8)
            {
                if (vectors == 3)
                    TileKernel.Rows<TLanes, Tile8x3>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
                else if (vectors == 2)
                    TileKernel.Rows<TLanes, Tile8x2>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
                else
                    TileKernel.Rows<TLanes, Tile8x1>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
                return;
            }

            if (vectors == 3)
            {
                TileKernel.Rows<TLanes, Tile4x3>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
                return;
            }
        }
        else if (height == 6)
        {
            if (vectors == 2)
                TileKernel.Rows<TLanes, Tile6x2>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
            else
                TileKernel.Rows<TLanes, Tile6x1>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
            return;
        }

        if (vectors == 2)
            TileKernel.Rows<TLanes, Tile4x2>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
        else
            TileKernel.Rows<TLanes, Tile4x1>(depth, a, aOffset, b, ahead, aheadStep, c, cOffset, start, bias);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns<TLanes>(
        int height, int vectors, nint depth, float** a, nint aOffset, float* b, nint bStride, float** c, nint cOffset, TileStart start)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (TLanes.TileRows == 8)
        {
            if (height == 8)
            {
                if (vectors == 3)
                    TileKernel.Columns<TLanes, Tile8x3>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
                else if (vectors == 2)
                    TileKernel.Columns<TLanes, Tile8x2>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
                else
                    TileKernel.Columns<TLanes, Tile8x1>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
                return;
            }

            if (vectors == 3)
            {
                TileKernel.Columns<TLanes, Tile4x3>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
                return;
            }
        }
        else if (height == 6)
        {
            if (vectors == 2)
                TileKernel.Columns<TLanes, Tile6x2>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
            else
                TileKernel.Columns<TLanes, Tile6x1>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
            return;
        }

        if (vectors == 2)
            TileKernel.Columns<TLanes, Tile4x2>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
        else
            TileKernel.Columns<TLanes, Tile4x1>(depth, a, aOffset, b, bStride, c, cOffset, start, null);
    }
}
