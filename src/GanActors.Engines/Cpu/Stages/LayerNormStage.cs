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
            // Part by part: what real and fake items ask of a critic's bias often cancels exactly, and then no rounding error must be left of
            // it, for Adam would make a full step of that.
            for (int part = 0; part < pass.Parts; part++)
            {
                int first = pass.Start(part);
                var sums = new Sums
                {
                    X = x + (nint)first * _size,
                    Dy = dy + (nint)first * _size,
                    Statistics = tape + 2 * first,
                    Dw = _dw,
                    Db = _db,
                    Items = pass.Start(part + 1) - first,
                    Size = _size,
                    Accumulate = accumulate || part > 0,
                };
                pass.Crew.Run((_size + ColumnsOfWork - 1) / ColumnsOfWork, ref sums);
            }
        }

        if (dx == null)
            return;
        var back = new Back { X = x, Dy = dy, Dx = dx, Statistics = tape, W = _w, Size = _size, Gate = Gate };
        pass.Crew.Run(pass.Items, ref back);
    }

    public override bool IsCurved => true;

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = new Turn { X = x, T = tx, Ty = ty, Y = y, Statistics = tape, Notes = notes, W = _w, Size = _size, Gate = gate };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        if (_w != null)
        {
            var sums = new TurnSums { X = x, T = tx, U = u, Statistics = tape, Notes = notes, Dw = _dw, Items = pass.Items, Size = _size };
            pass.Crew.Run((_size + ColumnsOfWork - 1) / ColumnsOfWork, ref sums);
        }

        if (w == null)
            return false;
        var bend = new Bend { X = x, T = tx, U = u, Target = w, Statistics = tape, Notes = notes, W = _w, Size = _size, Gate = Gate };
        pass.Crew.Run(pass.Items, ref bend);
        return true;
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

    // Normalised, a change t of x is 1/deviation (t - mean t - normalised x mean(normalised x t)). Both means are noted.
    private struct Turn : ITiledWork
    {
        public float* X, T, Ty, Y, Statistics, Notes, W;
        public int Size;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* x = X + (nint)tile * Size, t = T + (nint)tile * Size, ty = Ty + (nint)tile * Size;
            float mean = Statistics[2 * tile], inverse = Statistics[2 * tile + 1];
            var (shift, slope, _) = Means(x, t, null, null, 0f, mean, inverse, Size);
            Notes[2 * tile] = shift;
            Notes[2 * tile + 1] = slope;
            nint i = 0;
            for (; i + TLanes.Count <= Size; i += TLanes.Count)
                Write<TLanes>(x, t, ty, i, mean, inverse, shift, slope);
            for (; i < Size; i++)
                Write<Lanes1>(x, t, ty, i, mean, inverse, shift, slope);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, Y + (nint)tile * Size, ty, ty, 1, 0, Size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write<TAny>(float* x, float* t, float* ty, nint at, float mean, float inverse, float shift, float slope)
            where TAny : unmanaged, ILanes<TAny>
        {
            var value = Turned<TAny>(x, t, at, mean, inverse, shift, slope);
            TAny.Store(ty + at, W == null ? value : value * TAny.Load(W + at));
        }
    }

    private struct TurnSums : ITiledWork
    {
        public float* X, T, U, Statistics, Notes, Dw;
        public int Items, Size;

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
            var weight = TAny.Load(Dw + at);
            for (int item = 0; item < Items; item++)
            {
                float* x = X + (nint)item * Size, t = T + (nint)item * Size;
                var turned = Turned<TAny>(x, t, at, Statistics[2 * item], Statistics[2 * item + 1], Notes[2 * item], Notes[2 * item + 1]);
                weight = TAny.MultiplyAdd(TAny.Load(U + (nint)item * Size + at), turned, weight);
            }

            TAny.Store(Dw + at, weight);
        }
    }

    // The sum of a = weight u times the normalised change, differentiated by x. With n numbers, h the normalised x, b and c the means of h a and
    // h t: 1/variance (h (3 b c - mean(a (t - mean t))) - c (a - mean a) - b (t - mean t)).
    private struct Bend : ITiledWork
    {
        public float* X, T, U, Target, Statistics, Notes, W;
        public int Size;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* x = X + (nint)tile * Size, t = T + (nint)tile * Size, u = U + (nint)tile * Size, target = Target + (nint)tile * Size;
            float mean = Statistics[2 * tile], inverse = Statistics[2 * tile + 1], shiftT = Notes[2 * tile], slopeT = Notes[2 * tile + 1];
            var (shift, slope, product) = Means(x, u, W, t, shiftT, mean, inverse, Size);
            float ofX = 3 * slope * slopeT - product;
            nint i = 0;
            for (; i + TLanes.Count <= Size; i += TLanes.Count)
                Write<TLanes>(x, t, u, target, i, mean, inverse, ofX, shift, slope, shiftT, slopeT);
            for (; i < Size; i++)
                Write<Lanes1>(x, t, u, target, i, mean, inverse, ofX, shift, slope, shiftT, slopeT);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, x, target, target, 1, 0, Size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write<TAny>(
            float* x, float* t, float* u, float* target, nint at, float mean, float inverse, float ofX, float shift, float slope, float shiftT, float slopeT)
            where TAny : unmanaged, ILanes<TAny>
        {
            var normal = (TAny.Load(x + at) - TAny.All(mean)) * TAny.All(inverse);
            var a = W == null ? TAny.Load(u + at) : TAny.Load(u + at) * TAny.Load(W + at);
            var value = normal * TAny.All(ofX) - TAny.All(slopeT) * (a - TAny.All(shift)) - TAny.All(slope) * (TAny.Load(t + at) - TAny.All(shiftT));
            TAny.Store(target + at, value * TAny.All(inverse * inverse));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TAny Turned<TAny>(float* x, float* t, nint at, float mean, float inverse, float shift, float slope)
        where TAny : unmanaged, ILanes<TAny>
    {
        var normal = (TAny.Load(x + at) - TAny.All(mean)) * TAny.All(inverse);
        return (TAny.Load(t + at) - TAny.All(shift) - normal * TAny.All(slope)) * TAny.All(inverse);
    }

    // The means of g = v (times w if there is one), of g times the normalised x, and of g (t - shiftT) if there is a t.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Mean, float OfNormal, float OfChange) Means(
        float* x, float* v, float* w, float* t, float shiftT, float mean, float inverse, int size)
    {
        double sum = 0, products = 0, changes = 0;
        for (nint from = 0; from < size; from += ColumnsOfWork)
        {
            nint to = Math.Min(size, from + ColumnsOfWork), i = from;
            TLanes part = TLanes.All(0f), product = TLanes.All(0f), change = TLanes.All(0f);
            for (; i + TLanes.Count <= to; i += TLanes.Count)
            {
                var g = w == null ? TLanes.Load(v + i) : TLanes.Load(v + i) * TLanes.Load(w + i);
                part += g;
                product = TLanes.MultiplyAdd(g, TLanes.Load(x + i) - TLanes.All(mean), product);
                if (t != null)
                    change = TLanes.MultiplyAdd(g, TLanes.Load(t + i) - TLanes.All(shiftT), change);
            }

            sum += TLanes.Sum(part);
            products += TLanes.Sum(product);
            changes += TLanes.Sum(change);
            for (; i < to; i++)
            {
                float g = w == null ? v[i] : v[i] * w[i];
                sum += g;
                products += g * (x[i] - mean);
                if (t != null)
                    changes += g * (t[i] - shiftT);
            }
        }

        return ((float)(sum / size), (float)(products / size * inverse), (float)(changes / size));
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
            TAny weight = TAny.All(0f), bias = TAny.All(0f);
            for (int item = 0; item < Items; item++)
            {
                var gradient = TAny.Load(Dy + (nint)item * Size + at);
                var value = (TAny.Load(X + (nint)item * Size + at) - TAny.All(Statistics[2 * item])) * TAny.All(Statistics[2 * item + 1]);
                weight = TAny.MultiplyAdd(gradient, value, weight);
                bias += gradient;
            }

            TAny.Store(Dw + at, Accumulate ? TAny.Load(Dw + at) + weight : weight);
            TAny.Store(Db + at, Accumulate ? TAny.Load(Db + at) + bias : bias);
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
