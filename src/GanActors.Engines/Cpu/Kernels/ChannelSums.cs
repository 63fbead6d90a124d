using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// Sums of each channel over all pixels, by blocks of fixed size that are then added in order. Few channels are summed as if several pixels
/// were one, so that registers are full.
/// </summary>
internal unsafe struct ChannelSums<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int RowsOfWork = 128;
    private const int PixelsTogether = 16;

    public float* Values;
    public nint Pixels;
    public int Channels;

    /// <summary>Room for <see cref="Scratch"/> floats.</summary>
    public float* Partial;

    private int _width;
    private nint _rows;

    /// <summary>Floats that the sums of blocks take.</summary>
    public static long Scratch(long pixels, int channels)
    {
        int together = channels < PixelsTogether ? PixelsTogether : 1;
        return (pixels / together / RowsOfWork + 1) * together * channels;
    }

    /// <summary>Writes the sums, or adds them.</summary>
    public void Run(Crew crew, float* sums, bool accumulate)
    {
        int together = Channels < PixelsTogether ? PixelsTogether : 1;
        _width = Channels * together;
        _rows = Pixels / together;
        int blocks = (int)((_rows + RowsOfWork - 1) / RowsOfWork);
        crew.Run(blocks, ref this);
        for (int channel = 0; channel < Channels; channel++)
        {
            double sum = accumulate ? sums[channel] : 0;
            for (int block = 0; block < blocks; block++)
            {
                for (int i = channel; i < _width; i += Channels)
                    sum += Partial[(nint)block * _width + i];
            }

            for (nint pixel = _rows * together; pixel < Pixels; pixel++)
                sum += Values[pixel * Channels + channel];
            sums[channel] = (float)sum;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        nint from = (nint)tile * RowsOfWork, to = Math.Min(_rows, from + RowsOfWork);
        float* sums = Partial + (nint)tile * _width;
        nint i = 0;
        for (; i + TLanes.Count <= _width; i += TLanes.Count)
            TLanes.Store(sums + i, Sum<TLanes>(from, to, i));
        for (; i < _width; i++)
            Lanes1.Store(sums + i, Sum<Lanes1>(from, to, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TAny Sum<TAny>(nint from, nint to, nint column)
        where TAny : unmanaged, ILanes<TAny>
    {
        var sum = TAny.All(0f);
        for (nint row = from; row < to; row++)
            sum += TAny.Load(Values + row * _width + column);
        return sum;
    }
}
