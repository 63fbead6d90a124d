using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>target += source, element by element.</summary>
internal unsafe struct ElementwiseSum<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ValuesOfWork = 16 * 1024;

    public float* Source;
    public float* Target;
    public nint Count;

    /// <summary>Does all elements.</summary>
    public void Run(Crew crew) => crew.Run((int)((Count + ValuesOfWork - 1) / ValuesOfWork), ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        nint i = (nint)tile * ValuesOfWork, to = Math.Min(Count, i + ValuesOfWork);
        for (; i + TLanes.Count <= to; i += TLanes.Count)
            TLanes.Store(Target + i, TLanes.Load(Target + i) + TLanes.Load(Source + i));
        for (; i < to; i++)
            Target[i] += Source[i];
    }
}
