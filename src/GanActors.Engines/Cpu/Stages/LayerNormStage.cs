using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Layer normalisation: each item over all its numbers, then a weight and a bias a number. Each item is one piece of work.</summary>
internal sealed unsafe class LayerNormStage<TLanes> : Stage
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ColumnsOfWork = 512;

    private readonly int _size;
    private readonly float _epsilon;
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;
    private float* _w, _b, _dw, _db;

    public LayerNormStage(LayerPlan plan, LayerNorm norm, PixelOrder order)
        : base(plan)
    {
        _size = plan.Input.Size;
        _epsilon = norm.Epsilon;
        if (norm.Affine)
        {
            _weight = new VectorParameter(plan.Parameters[0], order);
            _bias = new VectorParameter(plan.Parameters[1], order);
            Parameters = [_weight, _bias];
        }
    }

    // Mean and 1 / deviation of each item.
    public override long TapeSize(int items, int parts) => 2L * items;

    public override void Attach(float* weights, float* gradients)
    {
        if (_weight == null || _bias == null)
            return;
        _w = weights + _weight.Offset;
        _b = weights + _bias.Offset;
        _dw = gradients + _weight.Offset;
        _db = gradients + _bias.Offset;
    }

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var work = new Normalise { X = x, Y = y, Statistics = tape, W = _w, B = _b, Size = _size, Epsilon = _epsilon, Activation = Activation };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (parameters && _w != null)
        {
            var sums = new Sums
            {
                X = x,
                Dy = dy,
                Statistics = tape,
                Dw = _dw,
                Db = _db,
                Items = pass.Items,
                Size = _size,
                Accumulate = accumulate,
            };
            pass.Crew.Run((_size + ColumnsOfWork - 1) / ColumnsOfWork, ref sums);
        }

        if (dx == null)
            return;
        var back = new Back { X = x, Dy = dy, Dx = dx, Statistics = tape, W = _w, Size = _size, Gate = Gate };
        pass.Crew.Run(pass.Items, ref back);
    }

    private struct Normalise : ITiledWork
    {
        public float* X, Y, Statistics, W, B;
        public int Size;
        public float Epsilon;
        public Activation Activation;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* x = X + (nint)tile * Size, y = Y + (nint)tile * Size;
            float mean = x[0] + Sum(x, x[0], squares: false) / Size;
            float inverse = 1f / MathF.Sqrt(Sum(x, mean, squares: true) / Size + Epsilon);
            Statistics[2 * tile] = mean;
            Statistics[2 * tile + 1] = inverse;
            nint i = 0;
            for (; i + TLanes.Count <= Size; i += TLanes.Count)
                Write<TLanes>(x, y, mean, inverse, i);
            for (; i < Size; i++)
                Write<Lanes1>(x, y, mean, inverse, i);
            ActivationKernel.Apply<TLanes>(Activation, y, 1, 0, Size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write<TAny>(float* x, float* y, float mean, float inverse, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            var value = (TAny.Load(x + at) - TAny.All(mean)) * TAny.All(inverse);
            TAny.Store(y + at, W == null ? value : TAny.MultiplyAdd(value, TAny.Load(W + at), TAny.Load(B + at)));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly float Sum(float* x, float pivot, bool squares)
        {
            // Stretches keep the single-precision sums short.
            double total = 0;
            for (nint from = 0; from < Size; from += ColumnsOfWork)
            {
                nint to = Math.Min(Size, from + ColumnsOfWork), i = from;
                var sum = TLanes.All(0f);
                for (; i + TLanes.Count <= to; i += TLanes.Count)
                {
                    var value = TLanes.Load(x + i) - TLanes.All(pivot);
                    sum = squares ? TLanes.MultiplyAdd(value, value, sum) : sum + value;
                }

                total += TLanes.Sum(sum);
                for (; i < to; i++)
                    total += squares ? (x[i] - pivot) * (x[i] - pivot) : x[i] - pivot;
            }

            return (float)total;
        }
    }

    private struct Sums : ITiledWork
    {
        public float* X, Dy, Statistics, Dw, Db;
        public int Items, Size;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint i = (nint)tile * ColumnsOfWork, to = Math.Min(Size, i + ColumnsOfWork);
            for (; i + TLanes.Count <= to; i += TLanes.Count)
                Column<TLanes>(i);
            for (; i < to; i++)
                Column<Lanes1>(i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Column<TAny>(nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            var weight = Accumulate ? TAny.Load(Dw + at) : TAny.All(0f);
            var bias = Accumulate ? TAny.Load(Db + at) : TAny.All(0f);
            for (int item = 0; item < Items; item++)
            {
                var gradient = TAny.Load(Dy + (nint)item * Size + at);
                var value = (TAny.Load(X + (nint)item * Size + at) - TAny.All(Statistics[2 * item])) * TAny.All(Statistics[2 * item + 1]);
                weight = TAny.MultiplyAdd(gradient, value, weight);
                bias += gradient;
            }

            TAny.Store(Dw + at, weight);
            TAny.Store(Db + at, bias);
        }
    }

    private struct Back : ITiledWork
    {
        public float* X, Dy, Dx, Statistics, W;
        public int Size;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* x = X + (nint)tile * Size, dy = Dy + (nint)tile * Size, dx = Dx + (nint)tile * Size;
            float mean = Statistics[2 * tile], inverse = Statistics[2 * tile + 1];
            double sum = 0, products = 0;
            for (nint from = 0; from < Size; from += ColumnsOfWork)
            {
                nint to = Math.Min(Size, from + ColumnsOfWork), i = from;
                TLanes part = TLanes.All(0f), product = TLanes.All(0f);
                for (; i + TLanes.Count <= to; i += TLanes.Count)
                {
                    var gradient = Gradient<TLanes>(dy, i);
                    part += gradient;
                    product = TLanes.MultiplyAdd(gradient, TLanes.Load(x + i) - TLanes.All(mean), product);
                }

                sum += TLanes.Sum(part);
                products += TLanes.Sum(product);
                for (; i < to; i++)
                {
                    float gradient = W == null ? dy[i] : dy[i] * W[i];
                    sum += gradient;
                    products += gradient * (x[i] - mean);
                }
            }

            float shift = (float)(sum / Size), slope = (float)(products / Size * inverse * inverse);
            nint at = 0;
            for (; at + TLanes.Count <= Size; at += TLanes.Count)
                Write<TLanes>(x, dy, dx, at, mean, inverse, shift, slope);
            for (; at < Size; at++)
                Write<Lanes1>(x, dy, dx, at, mean, inverse, shift, slope);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, x, dx, dx, 1, 0, Size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TAny Gradient<TAny>(float* dy, nint at)
            where TAny : unmanaged, ILanes<TAny> => W == null ? TAny.Load(dy + at) : TAny.Load(dy + at) * TAny.Load(W + at);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write<TAny>(float* x, float* dy, float* dx, nint at, float mean, float inverse, float shift, float slope)
            where TAny : unmanaged, ILanes<TAny>
        {
            var centred = TAny.Load(x + at) - TAny.All(mean);
            TAny.Store(dx + at, (Gradient<TAny>(dy, at) - TAny.All(shift) - centred * TAny.All(slope)) * TAny.All(inverse));
        }
    }
}
