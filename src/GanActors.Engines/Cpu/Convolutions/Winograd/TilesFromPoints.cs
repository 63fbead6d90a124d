using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// Points back to images, where tiles overlap their sum; then bias, activation or gate. The transpose of <see cref="TilesToPoints{TLanes}"/>, the same
/// pieces of work, each adding its tiles up in order.
/// </summary>
internal unsafe struct TilesFromPoints<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    public TileGrid Grid;
    public float* Images;
    public float* Points;

    /// <summary>Distances within the points: of points, tiles and phases.</summary>
    public nint PointStride, TileStride, PhaseStride;

    /// <summary>One number a channel, or null.</summary>
    public float* Bias;

    /// <summary>Applied to the image at the end.</summary>
    public Activation Activation;

    /// <summary>The image is multiplied by this activation's derivative, its results lying from <see cref="GateY"/> on as the image lies.</summary>
    public Activation Gate;
    public float* GateY;

    /// <summary>Does all images.</summary>
    public void Run(Crew crew, int items) => crew.Run(items * Grid.ChannelBlocks, ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        var (item, channel, channels) = Grid.Piece(tile);
        int stride = Grid.Stride, rowOnStack = Grid.RowOnStack(channels);
        int seen = Grid.Seen, before = Grid.PadLeft * channels;
        float* image = Images + (nint)item * Grid.ImageSize + channel;
        nint imageRow = (nint)Grid.Width * Grid.Channels;

        bool whole = channels == Grid.Channels;
        int runs = whole ? 1 : seen, runWidth = whole ? seen * channels : channels;
        float* rows = stackalloc float[Grid.Down.Points * rowOnStack];
        bool phasesTogether = whole && PhaseStride == channels;
        int phaseRuns = phasesTogether ? 1 : stride, phaseWidth = phasesTogether ? stride * channels : channels;
        int overlapDown = Grid.Down.Inputs - Grid.StepDown, overlapAcross = Grid.Across.Inputs - Grid.StepAcross;
        for (int tileDown = 0; tileDown < Grid.TilesDown; tileDown++)
        {
            for (int phase = 0; phase < stride; phase++)
            {
                nint index = ((nint)item * Grid.TilesDown + tileDown) * Grid.TilesAcross;
                for (int tileAcross = 0; tileAcross < Grid.TilesAcross; tileAcross++, index++)
                {
                    int added = tileAcross > 0 ? overlapAcross : 0;
                    for (int phaseAcross = 0; phaseAcross < phaseRuns; phaseAcross++)
                    {
                        float* source = Points + index * TileStride + (phase * stride + phaseAcross) * PhaseStride + channel;
                        float* target = rows + (stride * tileAcross * Grid.StepAcross + phaseAcross) * channels;
                        for (int down = 0; down < Grid.Down.Points; down++)
                        {
                            Grid.Across.FromPoints<TLanes>(
                                source + down * Grid.Across.Points * PointStride, PointStride, target + down * rowOnStack, stride * channels,
                                0, Grid.Across.Inputs, added, phaseWidth);
                        }
                    }
                }

                // Of the rows that the tile makes, those inside the image.
                int first = stride * tileDown * Grid.StepDown + phase - Grid.PadTop;
                int from = Math.Max(0, (stride - 1 - first) / stride);
                int to = Math.Min(Grid.Down.Inputs, (Grid.Height - first + stride - 1) / stride);
                for (int run = 0; run < runs; run++)
                {
                    Grid.Down.FromPoints<TLanes>(
                        rows + before + run * channels, rowOnStack, image + first * imageRow + (nint)run * Grid.Channels, stride * imageRow,
                        from, to, tileDown > 0 ? overlapDown : 0, runWidth);
                }
            }
        }

        ClearUnseen(image, seen, channels);
        Finish(image, channel, channels);
    }

    // Pixels that no tile sees.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ClearUnseen(float* image, int seen, int channels)
    {
        int rows = Math.Min(Grid.Height, Grid.Stride * ((Grid.TilesDown - 1) * Grid.StepDown + Grid.Down.Inputs) - Grid.PadTop);
        if (rows == Grid.Height && seen == Grid.Width)
            return;
        for (int y = 0; y < Grid.Height; y++)
        {
            for (int x = y < rows ? seen : 0; x < Grid.Width; x++)
                new Span<float>(image + ((nint)y * Grid.Width + x) * Grid.Channels, channels).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(float* image, int channel, int channels)
    {
        int pixels = Grid.Height * Grid.Width;
        if (Bias != null)
            AddBias(image, pixels, channel, channels);
        bool whole = channels == Grid.Channels;
        int rows = whole ? 1 : pixels, width = whole ? pixels * channels : channels;
        if (Activation.Kind != ActivationKind.None)
            ActivationKernel.Apply<TLanes>(Activation, image, rows, Grid.Channels, width);
        if (Gate.Kind != ActivationKind.None)
            ActivationKernel.Gate<TLanes>(Gate, GateY + (image - Images), image, image, rows, Grid.Channels, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddBias(float* image, int pixels, int channel, int channels)
    {
        float* bias = Bias + channel;
        for (int pixel = 0; pixel < pixels; pixel++, image += Grid.Channels)
        {
            int i = 0;
            for (; i + TLanes.Count <= channels; i += TLanes.Count)
                TLanes.Store(image + i, TLanes.Load(image + i) + TLanes.Load(bias + i));
            for (; i < channels; i++)
                image[i] += bias[i];
        }
    }
}
