using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>Weighted sums of stretches of memory: a point's weights from taps, and what a point gives to taps.</summary>
internal static unsafe class TapSum
{
    /// <summary>target := sum of factor * source; <paramref name="width"/> is whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set<TLanes>(float* target, float** sources, float* factors, int count, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* s0 = sources[0];
        var f0 = TLanes.All(factors[0]);
        switch (count)
        {
            case 1:
                for (nint i = 0; i < width; i += TLanes.Count)
                    TLanes.Store(target + i, TLanes.Load(s0 + i) * f0);
                return;
            case 2:
                float* last = sources[1];
                var lastFactor = TLanes.All(factors[1]);
                for (nint i = 0; i < width; i += TLanes.Count)
                    TLanes.Store(target + i, TLanes.MultiplyAdd(TLanes.Load(last + i), lastFactor, TLanes.Load(s0 + i) * f0));
                return;
        }

        // Three at a time, or four: what kernels of 3 and of 4 with a stride of 2 have.
        float* s1 = sources[1];
        float* s2 = sources[2];
        var f1 = TLanes.All(factors[1]);
        var f2 = TLanes.All(factors[2]);
        if (count == 4)
        {
            float* s3 = sources[3];
            var f3 = TLanes.All(factors[3]);
            for (nint i = 0; i < width; i += TLanes.Count)
            {
                var low = TLanes.MultiplyAdd(TLanes.Load(s1 + i), f1, TLanes.Load(s0 + i) * f0);
                var high = TLanes.MultiplyAdd(TLanes.Load(s3 + i), f3, TLanes.Load(s2 + i) * f2);
                TLanes.Store(target + i, low + high);
            }

            return;
        }

        for (nint i = 0; i < width; i += TLanes.Count)
        {
            var sum = TLanes.MultiplyAdd(TLanes.Load(s1 + i), f1, TLanes.Load(s0 + i) * f0);
            sum = TLanes.MultiplyAdd(TLanes.Load(s2 + i), f2, sum);
            for (int tap = 3; tap < count; tap++)
                sum = TLanes.MultiplyAdd(TLanes.Load(sources[tap] + i), TLanes.All(factors[tap]), sum);
            TLanes.Store(target + i, sum);
        }
    }

    /// <summary>target := factor * source, or target += factor * source; <paramref name="width"/> is whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Give<TLanes>(float* target, float* source, float factor, bool add, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var factors = TLanes.All(factor);
        if (add)
        {
            for (nint i = 0; i < width; i += TLanes.Count)
                TLanes.Store(target + i, TLanes.MultiplyAdd(TLanes.Load(source + i), factors, TLanes.Load(target + i)));
            return;
        }

        for (nint i = 0; i < width; i += TLanes.Count)
            TLanes.Store(target + i, TLanes.Load(source + i) * factors);
    }
}
