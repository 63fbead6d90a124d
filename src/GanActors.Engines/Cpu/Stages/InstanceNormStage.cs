using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Instance normalisation: each channel of each image over its pixels. Each image is one piece of work.</summary>
internal sealed unsafe class InstanceNormStage<TLanes> : Stage
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _channels;
    private readonly int _pixels;
    private readonly float _epsilon;
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;
    private float* _w, _b, _dw, _db;

    public InstanceNormStage(LayerPlan plan, InstanceNorm norm)
        : base(plan)
    {
        _channels = plan.Input[0];
        _pixels = plan.Input.Size / _channels;
        _epsilon = norm.Epsilon;
        if (norm.Affine)
        {
            _weight = new VectorParameter(plan.Parameters[0], PixelOrder.Plain);
            _bias = new VectorParameter(plan.Parameters[1], PixelOrder.Plain);
            Parameters = [_weight, _bias];
        }
    }

    // Mean and 1 / deviation of each item and channel; on the way back the sums of gradients and of their products with what is normalised.
    public override long TapeSize(int items, int parts) => 4L * items * _channels;

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
        var work = new Normalise
        {
            X = x,
            Y = y,
            Tape = tape,
            W = _w,
            B = _b,
            Channels = _channels,
            Pixels = _pixels,
            Epsilon = _epsilon,
            Activation = Activation,
        };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null && !(parameters && _w != null))
            return;
        var work = new Back { X = x, Dy = dy, Dx = dx, Tape = tape, W = _w, Channels = _channels, Pixels = _pixels, Gate = Gate };
        pass.Crew.Run(pass.Items, ref work);
        if (!parameters || _w == null)
            return;
        for (int channel = 0; channel < _channels; channel++)
        {
            double weight = accumulate ? _dw[channel] : 0, bias = accumulate ? _db[channel] : 0;
            for (int item = 0; item < pass.Items; item++)
            {
                float* sums = tape + ((nint)item * 4 + 2) * _channels;
                bias += sums[channel];
                weight += sums[_channels + channel];
            }

            _dw[channel] = (float)weight;
            _db[channel] = (float)bias;
        }
    }

    public override bool IsCurved => true;

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = new Turn
        {
            X = x,
            T = tx,
            Ty = ty,
            Y = y,
            Tape = tape,
            Notes = notes,
            W = _w,
            Channels = _channels,
            Pixels = _pixels,
            Gate = gate,
        };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        if (w == null && _w == null)
            return false;
        var work = new Bend
        {
            X = x,
            T = tx,
            U = u,
            Target = w,
            Tape = tape,
            Notes = notes,
            W = _w,
            Channels = _channels,
            Pixels = _pixels,
            Gate = Gate,
        };
        pass.Crew.Run(pass.Items, ref work);
        for (int channel = 0; channel < _channels && _w != null; channel++)
        {
            double weight = _dw[channel];
            for (int item = 0; item < pass.Items; item++)
                weight += notes[((nint)item * 4 + 2) * _channels + channel];
            _dw[channel] = (float)weight;
        }

        return w != null;
    }

    private struct Normalise : ITiledWork
    {
        public float* X, Y, Tape, W, B;
        public int Channels, Pixels;
        public float Epsilon;
        public Activation Activation;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint size = (nint)Pixels * Channels, i = 0;
            float* x = X + tile * size, y = Y + tile * size, tape = Tape + (nint)tile * 4 * Channels;
            for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                Channel<TLanes>(x, y, tape, i);
            for (; i < Channels; i++)
                Channel<Lanes1>(x, y, tape, i);
            ActivationKernel.Apply<TLanes>(Activation, y, 1, 0, size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Channel<TAny>(float* x, float* y, float* tape, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            TAny pivot = TAny.Load(x + at), sum = TAny.All(0f), squares = TAny.All(0f);
            var share = TAny.All(1f / Pixels);
            for (nint pixel = 0; pixel < Pixels; pixel++)
                sum += TAny.Load(x + pixel * Channels + at) - pivot;
            var mean = pivot + sum * share;
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                var value = TAny.Load(x + pixel * Channels + at) - mean;
                squares = TAny.MultiplyAdd(value, value, squares);
            }

            var inverse = TAny.All(1f) / TAny.Sqrt(TAny.MultiplyAdd(squares, share, TAny.All(Epsilon)));
            TAny.Store(tape + at, mean);
            TAny.Store(tape + Channels + at, inverse);
            var factor = W == null ? inverse : inverse * TAny.Load(W + at);
            var shift = B == null ? TAny.All(0f) : TAny.Load(B + at);
            for (nint pixel = 0; pixel < Pixels; pixel++)
                TAny.Store(y + pixel * Channels + at, TAny.MultiplyAdd(TAny.Load(x + pixel * Channels + at) - mean, factor, shift));
        }
    }

    private struct Back : ITiledWork
    {
        public float* X, Dy, Dx, Tape, W;
        public int Channels, Pixels;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint size = (nint)Pixels * Channels, i = 0;
            float* x = X + tile * size, dy = Dy + tile * size, dx = Dx == null ? null : Dx + tile * size;
            float* tape = Tape + (nint)tile * 4 * Channels;
            for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                Channel<TLanes>(x, dy, dx, tape, i);
            for (; i < Channels; i++)
                Channel<Lanes1>(x, dy, dx, tape, i);
            if (dx != null && Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, x, dx, dx, 1, 0, size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Channel<TAny>(float* x, float* dy, float* dx, float* tape, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            TAny mean = TAny.Load(tape + at), inverse = TAny.Load(tape + Channels + at);
            TAny sum = TAny.All(0f), products = TAny.All(0f);
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                var gradient = TAny.Load(dy + pixel * Channels + at);
                sum += gradient;
                products = TAny.MultiplyAdd(gradient, TAny.Load(x + pixel * Channels + at) - mean, products);
            }

            products *= inverse;
            TAny.Store(tape + 2 * Channels + at, sum);
            TAny.Store(tape + 3 * Channels + at, products);
            if (dx == null)
                return;
            var share = TAny.All(1f / Pixels);
            TAny shift = sum * share, slope = products * share * inverse;
            var factor = W == null ? inverse : inverse * TAny.Load(W + at);
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                var centred = TAny.Load(x + pixel * Channels + at) - mean;
                TAny.Store(dx + pixel * Channels + at, (TAny.Load(dy + pixel * Channels + at) - shift - centred * slope) * factor);
            }
        }
    }

    // Normalised, a change t of x is 1/deviation (t - mean t - normalised x mean(normalised x t)). Both means are noted.
    private struct Turn : ITiledWork
    {
        public float* X, T, Ty, Y, Tape, Notes, W;
        public int Channels, Pixels;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint size = (nint)Pixels * Channels, i = 0;
            float* x = X + tile * size, t = T + tile * size, ty = Ty + tile * size;
            float* tape = Tape + (nint)tile * 4 * Channels, notes = Notes + (nint)tile * 4 * Channels;
            for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                Channel<TLanes>(x, t, ty, tape, notes, i);
            for (; i < Channels; i++)
                Channel<Lanes1>(x, t, ty, tape, notes, i);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, Y + tile * size, ty, ty, 1, 0, size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Channel<TAny>(float* x, float* t, float* ty, float* tape, float* notes, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            TAny mean = TAny.Load(tape + at), inverse = TAny.Load(tape + Channels + at);
            TAny sum = TAny.All(0f), products = TAny.All(0f);
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                var change = TAny.Load(t + pixel * Channels + at);
                sum += change;
                products = TAny.MultiplyAdd(change, TAny.Load(x + pixel * Channels + at) - mean, products);
            }

            var share = TAny.All(1f / Pixels);
            TAny shift = sum * share, slope = products * share * inverse;
            TAny.Store(notes + at, shift);
            TAny.Store(notes + Channels + at, slope);
            var factor = W == null ? inverse : inverse * TAny.Load(W + at);
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                var normal = (TAny.Load(x + pixel * Channels + at) - mean) * inverse;
                TAny.Store(ty + pixel * Channels + at, (TAny.Load(t + pixel * Channels + at) - shift - normal * slope) * factor);
            }
        }
    }

    // The sum of u times the weighted, normalised change, differentiated by x and by the weight (that is noted, image by image). With h the
    // normalised x, b and c the means of h u and h t: weight/variance (h (3 b c - mean(u (t - mean t))) - c (u - mean u) - b (t - mean t)).
    private struct Bend : ITiledWork
    {
        public float* X, T, U, Target, Tape, Notes, W;
        public int Channels, Pixels;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint size = (nint)Pixels * Channels, i = 0;
            float* x = X + tile * size, t = T + tile * size, u = U + tile * size, target = Target == null ? null : Target + tile * size;
            float* tape = Tape + (nint)tile * 4 * Channels, notes = Notes + (nint)tile * 4 * Channels;
            for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                Channel<TLanes>(x, t, u, target, tape, notes, i);
            for (; i < Channels; i++)
                Channel<Lanes1>(x, t, u, target, tape, notes, i);
            if (target != null && Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, x, target, target, 1, 0, size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Channel<TAny>(float* x, float* t, float* u, float* target, float* tape, float* notes, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            TAny mean = TAny.Load(tape + at), inverse = TAny.Load(tape + Channels + at);
            TAny shiftT = TAny.Load(notes + at), slopeT = TAny.Load(notes + Channels + at);
            TAny sum = TAny.All(0f), products = TAny.All(0f), changes = TAny.All(0f);
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                var weight = TAny.Load(u + pixel * Channels + at);
                sum += weight;
                products = TAny.MultiplyAdd(weight, TAny.Load(x + pixel * Channels + at) - mean, products);
                changes = TAny.MultiplyAdd(weight, TAny.Load(t + pixel * Channels + at) - shiftT, changes);
            }

            products *= inverse;
            TAny.Store(notes + 2 * Channels + at, (changes - slopeT * products) * inverse);
            if (target == null)
                return;
            var share = TAny.All(1f / Pixels);
            TAny shift = sum * share, slope = products * share;
            var ofX = TAny.All(3f) * slope * slopeT - changes * share;
            var factor = W == null ? inverse * inverse : inverse * inverse * TAny.Load(W + at);
            for (nint pixel = 0; pixel < Pixels; pixel++)
            {
                nint place = pixel * Channels + at;
                var normal = (TAny.Load(x + place) - mean) * inverse;
                var value = normal * ofX - slopeT * (TAny.Load(u + place) - shift) - slope * (TAny.Load(t + place) - shiftT);
                TAny.Store(target + place, value * factor);
            }
        }
    }
}
