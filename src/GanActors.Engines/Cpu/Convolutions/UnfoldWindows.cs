using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions;

/// <summary>Writes every window of padded images as a row. For images of few channels, whose windows are too short to be reached by pointer.</summary>
internal unsafe struct UnfoldWindows : ITiledWork
{
    private const int Four = 4;

    public float* Padded;
    public float* Windows;
    public int PaddedHeight, PaddedWidth, Channels, FeatureHeight, FeatureWidth, Kernel, Stride;

    /// <summary>Does all images.</summary>
    public void Run(Crew crew, int items) => crew.Run(items, ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        nint rowSize = (nint)PaddedWidth * Channels;
        float* image = Padded + tile * PaddedHeight * rowSize;
        int across = Kernel * Channels;
        float* window = Windows + (nint)tile * FeatureHeight * FeatureWidth * Kernel * across;
        for (int y = 0; y < FeatureHeight; y++)
        {
            for (int x = 0; x < FeatureWidth; x++)
            {
                float* from = image + y * Stride * rowSize + (nint)x * Stride * Channels;
                for (int row = 0; row < Kernel; row++, from += rowSize, window += across)
                {
                    if (across < Four)
                    {
                        for (int i = 0; i < across; i++)
                            window[i] = from[i];
                        continue;
                    }

                    // The last four may cover some of those before once more.
                    for (int i = 0; i < across - Four; i += Four)
                        Vector128.Load(from + i).Store(window + i);
                    Vector128.Load(from + across - Four).Store(window + across - Four);
                }
            }
        }
    }
}
