using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions;

/// <summary>Copies images of <c>[height, width, channels]</c> into larger ones, zeros around them; what does not fit is cut off.</summary>
internal unsafe struct PadPixels : ITiledWork
{
    public float* Source;
    public float* Target;
    public int Height, Width, Channels;
    public int Top, Left, TargetHeight, TargetWidth;

    /// <summary>Does all images.</summary>
    public void Run(Crew crew, int items) => crew.Run(items, ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        float* source = Source + (nint)tile * Height * Width * Channels;
        int rowSize = TargetWidth * Channels;
        float* target = Target + (nint)tile * TargetHeight * rowSize;
        int before = Left * Channels;
        int inside = Math.Min(Width, TargetWidth - Left) * Channels;
        for (int row = 0; row < TargetHeight; row++, target += rowSize)
        {
            var whole = new Span<float>(target, rowSize);
            int y = row - Top;
            if (y < 0 || y >= Height)
            {
                whole.Clear();
                continue;
            }

            whole[..before].Clear();
            new ReadOnlySpan<float>(source + (nint)y * Width * Channels, inside).CopyTo(whole[before..]);
            whole[(before + inside)..].Clear();
        }
    }
}
