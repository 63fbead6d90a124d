using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// Images to points, <c>[point][item, tile][phase, channel]</c>: first down the columns, then across the rows of what came out. One piece of
/// work is a block of channels of one item.
/// </summary>
internal unsafe struct TilesToPoints<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    public TileGrid Grid;
    public float* Images;
    public float* Points;

    /// <summary>Distances within the points: of points, tiles and phases.</summary>
    public nint PointStride, TileStride, PhaseStride;

    /// <summary>Channels beyond the last that are set to zero, up to whole registers.</summary>
    public int ZerosAfter;

    /// <summary>Does all images.</summary>
    public void Run(Crew crew, int items) => crew.Run(items * Grid.ChannelBlocks, ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        var (item, channel, channels) = Grid.Piece(tile);
        int stride = Grid.Stride, rowOnStack = Grid.RowOnStack(channels);
        int seen = Grid.Seen, before = Grid.PadLeft * channels, after = (Grid.Span - Grid.PadLeft - seen) * channels;
        float* image = Images + (nint)item * Grid.ImageSize + channel;

        // All channels of all pixels of a row lie together; a block of channels is taken pixel by pixel.
        bool whole = channels == Grid.Channels;
        int runs = whole ? 1 : seen, runWidth = whole ? seen * channels : channels;
        float* rows = stackalloc float[Grid.Down.Points * rowOnStack];
        float* zeros = stackalloc float[runWidth];
        new Span<float>(zeros, runWidth).Clear();
        for (int point = 0; point < Grid.Down.Points; point++)
        {
            new Span<float>(rows + point * rowOnStack, before).Clear();
            new Span<float>(rows + point * rowOnStack + before + seen * channels, after).Clear();
        }

        float** x = stackalloc float*[PointMatrix.RowSize];
        bool phasesTogether = whole && PhaseStride == channels;
        int phaseRuns = phasesTogether ? 1 : stride, phaseWidth = phasesTogether ? stride * channels : channels;
        for (int tileDown = 0; tileDown < Grid.TilesDown; tileDown++)
        {
            for (int phase = 0; phase < stride; phase++)
            {
                for (int run = 0; run < runs; run++)
                {
                    for (int i = 0; i < Grid.Down.Inputs; i++)
                    {
                        int y = stride * (tileDown * Grid.StepDown + i) + phase - Grid.PadTop;
                        x[i] = (uint)y < (uint)Grid.Height ? image + ((nint)y * Grid.Width + run) * Grid.Channels : zeros;
                    }

                    Grid.Down.ToPoints<TLanes>(x, rows + before + run * channels, rowOnStack, runWidth);
                }

                nint index = ((nint)item * Grid.TilesDown + tileDown) * Grid.TilesAcross;
                for (int tileAcross = 0; tileAcross < Grid.TilesAcross; tileAcross++, index++)
                {
                    for (int phaseAcross = 0; phaseAcross < phaseRuns; phaseAcross++)
                    {
                        float* target = Points + index * TileStride + (phase * stride + phaseAcross) * PhaseStride + channel;
                        for (int down = 0; down < Grid.Down.Points; down++)
                        {
                            for (int i = 0; i < Grid.Across.Inputs; i++)
                                x[i] = rows + down * rowOnStack + (stride * (tileAcross * Grid.StepAcross + i) + phaseAcross) * channels;
                            Grid.Across.ToPoints<TLanes>(x, target + down * Grid.Across.Points * PointStride, PointStride, phaseWidth);
                        }
                    }
                }
            }
        }

        if (ZerosAfter > 0 && channel + channels == Grid.Channels)
            ClearAfter(item);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ClearAfter(int item)
    {
        for (int point = 0; point < Grid.Points; point++)
        {
            for (int index = 0; index < Grid.Tiles; index++)
            {
                float* row = Points + point * PointStride + ((nint)item * Grid.Tiles + index) * TileStride;
                for (int phase = 0; phase < Grid.Stride * Grid.Stride; phase++)
                    new Span<float>(row + phase * PhaseStride + Grid.Channels, ZerosAfter).Clear();
            }
        }
    }
}
