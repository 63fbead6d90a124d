using System.Diagnostics;
using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Benchmarks;

/// <summary>What the cores could do at most: multiply-adds in registers, enough of them under way that no one waits for another.</summary>
internal static class FmaPeak
{
    private const int Rounds = 40_000;
    private const int Accumulators = 12;

    /// <summary>Floating-point operations a second of some threads together, at their best of several tries.</summary>
    public static double Measure(int threads, VectorPath path)
    {
        const int Tries = 60;
        using var crew = new Crew(threads);
        return Measure(crew, path, Tries);
    }

    /// <summary>The same of a crew, at its best of a few tries.</summary>
    public static double Measure(Crew crew, VectorPath path, int tries) => path switch
    {
        VectorPath.Avx512 => Measure<Lanes512>(crew, tries),
        VectorPath.Avx2 => Measure<Lanes256>(crew, tries),
        _ => Measure<Lanes128>(crew, tries),
    };

    private static double Measure<TLanes>(Crew crew, int tries)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        const int TilesOfThread = 8;
        double best = 0;
        for (int attempt = 0; attempt < tries; attempt++)
        {
            var work = new Chains<TLanes>();
            long began = Stopwatch.GetTimestamp();
            crew.Run(TilesOfThread * crew.Threads, ref work);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            best = Math.Max(best, 2.0 * TilesOfThread * crew.Threads * Rounds * Accumulators * TLanes.Count / seconds);
        }

        return best;
    }

    private struct Chains<TLanes> : ITiledWork
        where TLanes : unmanaged, ILanes<TLanes>
    {
        private float _sum;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Execute(int tile)
        {
            var x = TLanes.All(0.999f);
            var y = TLanes.All(0.001f * tile);
            TLanes a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
            for (int round = 0; round < Rounds; round++)
            {
                a = TLanes.MultiplyAdd(a, x, y);
                b = TLanes.MultiplyAdd(b, x, y);
                c = TLanes.MultiplyAdd(c, x, y);
                d = TLanes.MultiplyAdd(d, x, y);
                e = TLanes.MultiplyAdd(e, x, y);
                f = TLanes.MultiplyAdd(f, x, y);
                g = TLanes.MultiplyAdd(g, x, y);
                h = TLanes.MultiplyAdd(h, x, y);
                i = TLanes.MultiplyAdd(i, x, y);
                j = TLanes.MultiplyAdd(j, x, y);
                k = TLanes.MultiplyAdd(k, x, y);
                l = TLanes.MultiplyAdd(l, x, y);
            }

            // Read, so that nothing is left out as unused; threads may overwrite each other's sum.
            _sum = TLanes.Sum(a + b + c + d + e + f + (g + h + i + j + k + l));
        }
    }
}
