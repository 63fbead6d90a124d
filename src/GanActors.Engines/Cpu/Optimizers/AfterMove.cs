using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// What follows the step of an optimiser, piece by piece while the weights are still in the cache: they are clipped, and their moving average
/// follows.
/// </summary>
internal unsafe struct AfterMove
{
    /// <summary>Every weight is brought into +-this; 0 for no clipping.</summary>
    public float Bound;

    /// <summary>The moving average, which lies as the weights do; null for none.</summary>
    public float* Average;

    /// <summary>How much of the way to the weights the average goes.</summary>
    public float Share;

    /// <summary>Does what there is to do for some weights; their number is a multiple of 16.</summary>
    public readonly void Run<TLanes>(float* weights, nint from, nint to)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (Bound != 0f)
            Clip<TLanes>(weights, from, to);
        if (Average != null)
            Follow<TLanes>(weights, from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Clip<TLanes>(float* weights, nint from, nint to)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes most = TLanes.All(Bound), least = TLanes.All(-Bound);
        for (nint i = from; i < to; i += TLanes.Count)
            TLanes.Store(weights + i, TLanes.Min(most, TLanes.Max(least, TLanes.Load(weights + i))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Follow<TLanes>(float* weights, nint from, nint to)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var share = TLanes.All(Share);
        for (nint i = from; i < to; i += TLanes.Count)
        {
            var average = TLanes.Load(Average + i);
            TLanes.Store(Average + i, TLanes.MultiplyAdd(share, TLanes.Load(weights + i) - average, average));
        }
    }
}
