using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// The Euclidean norm of all gradients, and with it whether all of them are numbers: a sum of squares is not finite if one of its terms is not.
/// It is known before anything moves, at the cost of reading the gradients once more while the second-level cache still has them. Sums are of
/// pieces of a fixed size, added in order, so the norm does not depend on the threads.
/// </summary>
internal sealed unsafe class GradientNorm<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly float[] _sums;

    public GradientNorm(nint count) => _sums = new float[(count + Optimizer.Piece - 1) / Optimizer.Piece];

    /// <summary>
    /// The norm. Not finite if and only if a gradient is not: where squares are too large for a float, they are summed in double precision.
    /// </summary>
    public double Measure(Crew crew, float* gradients, nint count)
    {
        double total = 0;
        fixed (float* sums = _sums)
        {
            var squares = new Squares { Gradients = gradients, Count = count, Sums = sums };
            crew.Run(_sums.Length, ref squares);
        }

        foreach (float sum in _sums)
            total += sum;
        if (double.IsFinite(total))
            return Math.Sqrt(total);

        total = 0;
        for (nint i = 0; i < count; i++)
            total += (double)gradients[i] * gradients[i];
        return Math.Sqrt(total);
    }

    private struct Squares : ITiledWork
    {
        public float* Gradients, Sums;
        public nint Count;

        // Four sums, for an addition takes four cycles and the cache hands out a register in one.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint i = (nint)tile * Optimizer.Piece, to = Math.Min(Count, i + Optimizer.Piece);
            TLanes sum0 = TLanes.All(0f), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (; i + 4 * TLanes.Count <= to; i += 4 * TLanes.Count)
            {
                sum0 = Add(i, sum0);
                sum1 = Add(i + TLanes.Count, sum1);
                sum2 = Add(i + 2 * TLanes.Count, sum2);
                sum3 = Add(i + 3 * TLanes.Count, sum3);
            }

            for (; i < to; i += TLanes.Count)
                sum0 = Add(i, sum0);
            Sums[tile] = TLanes.Sum((sum0 + sum1) + (sum2 + sum3));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TLanes Add(nint at, TLanes sum)
        {
            var gradient = TLanes.Load(Gradients + at);
            return TLanes.MultiplyAdd(gradient, gradient, sum);
        }
    }
}
