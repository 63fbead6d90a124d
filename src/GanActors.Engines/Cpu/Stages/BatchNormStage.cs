using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// Batch normalisation over rows of channels: samples, or samples and pixels. Sums are taken over fixed blocks of rows, which are then added
/// in order, so neither threads nor their number change a bit.
/// </summary>
internal sealed unsafe class BatchNormStage<TLanes> : Stage
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int RowsOfWork = 256;
    private const int ColumnsOfWork = 256;

    private readonly int _channels;
    private readonly int _stride;
    private readonly int _positions;
    private readonly float _momentum;
    private readonly float _epsilon;
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;
    private readonly float[] _runningMean;
    private readonly float[] _runningVariance;

    // What training forwards have seen since the last step, folded: running := kept * running + seen.
    private readonly float[] _seenMean;
    private readonly float[] _seenVariance;
    private float _kept = 1f;
    private float* _w, _b, _dw, _db;

    public BatchNormStage(LayerPlan plan, BatchNorm norm, PixelOrder order)
        : base(plan)
    {
        _channels = plan.Input[0];
        _stride = (_channels + 15) / 16 * 16;
        _positions = plan.Input.Size / _channels;
        _momentum = norm.Momentum;
        _epsilon = norm.Epsilon;
        if (norm.Affine)
        {
            _weight = new VectorParameter(plan.Parameters[0], order);
            _bias = new VectorParameter(plan.Parameters[1], order);
            Parameters = [_weight, _bias];
        }

        _runningMean = new float[_channels];
        _runningVariance = new float[_channels];
        _seenMean = new float[_channels];
        _seenVariance = new float[_channels];
        Array.Fill(_runningVariance, 1f);
        Statistics =
        [
            new(string.Create(CultureInfo.InvariantCulture, $"{plan.Index}.running_mean"), _runningMean, order),
            new(string.Create(CultureInfo.InvariantCulture, $"{plan.Index}.running_var"), _runningVariance, order),
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Statistics { get; }

    public override long TapeSize(int items, int parts) =>
        (6L * parts + 2L * ((long)items * _positions / RowsOfWork + parts)) * _stride;

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
        if (pass.Mode == PassMode.Inference)
        {
            Running(tape);
            Normalise(pass, 0, pass.Items, x, y, tape);
            return;
        }

        float* partial = tape + (nint)6 * pass.Parts * _stride;
        for (int part = 0; part < pass.Parts; part++)
        {
            int from = pass.Start(part), items = pass.Start(part + 1) - from;
            float* statistics = tape + (nint)6 * part * _stride;
            Sums(pass, x + from * InputSize, null, (nint)items * _positions, null, partial);
            Statistic((nint)items * _positions, x + from * InputSize, partial, statistics);
            if (pass.Mode == PassMode.Training)
                See(statistics, (nint)items * _positions);
            Normalise(pass, from, items, x, y, statistics);
        }
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        float* partial = tape + (nint)6 * pass.Parts * _stride;
        for (int part = 0; part < pass.Parts; part++)
        {
            int from = pass.Start(part);
            nint rows = (nint)(pass.Start(part + 1) - from) * _positions;
            float* statistics = tape + (nint)6 * part * _stride;
            float* sums = statistics + 4 * _stride;
            Sums(pass, x + from * InputSize, dy + from * InputSize, rows, statistics, partial);
            Total(rows, partial, sums);
            if (parameters && _w != null)
                AddGradients(sums, accumulate || part > 0);
            if (dx == null)
                continue;
            Scale(rows, statistics, sums);
            var back = new BackRows
            {
                X = x + from * InputSize,
                Dy = dy + from * InputSize,
                Dx = dx + from * InputSize,
                Mean = statistics,
                InverseDeviation = statistics + _stride,
                Factor = statistics + 2 * _stride,
                Sums = sums,
                Stride = _stride,
                Channels = _channels,
                Rows = rows,
                Gate = Gate,
            };
            int most = RowsAtOnce(_channels);
            pass.Crew.Run((int)((rows + most - 1) / most), ref back);
        }
    }

    public override bool SeenStatisticsAreFinite
    {
        get
        {
            // What is not finite times 0 is not 0; the sum of the others is.
            float sum = 0f;
            for (int channel = 0; channel < _channels; channel++)
                sum += 0f * _seenMean[channel] + 0f * _seenVariance[channel];
            return sum == 0f;
        }
    }

    public override void Step()
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            _runningMean[channel] = _kept * _runningMean[channel] + _seenMean[channel];
            _runningVariance[channel] = _kept * _runningVariance[channel] + _seenVariance[channel];
        }

        ForgetStatistics();
    }

    public override void ForgetStatistics()
    {
        _kept = 1f;
        Array.Clear(_seenMean);
        Array.Clear(_seenVariance);
    }

    // What is read and what is written of so many rows fit the first-level cache, where the activation or its gate finds them.
    private static int RowsAtOnce(int channels) => Math.Max(1, 4 * 1024 / channels);

    private static int Pieces(nint rows) => (int)((rows + RowsOfWork - 1) / RowsOfWork);

    private void See(float* statistics, nint rows)
    {
        float unbiased = rows > 1 ? (float)rows / (rows - 1) : 1f;
        float keep = 1f - _momentum;
        _kept *= keep;
        float* variance = statistics + 4 * _stride;
        for (int channel = 0; channel < _channels; channel++)
        {
            _seenMean[channel] = keep * _seenMean[channel] + _momentum * statistics[channel];
            _seenVariance[channel] = keep * _seenVariance[channel] + _momentum * (unbiased * variance[channel]);
        }
    }

    // Mean, 1 / deviation, factor, shift (and the variance, where the way back will keep its sums).
    private void Running(float* statistics)
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            statistics[channel] = _runningMean[channel];
            statistics[4 * _stride + channel] = _runningVariance[channel];
        }

        Finish(statistics);
    }

    private void Sums(Pass pass, float* x, float* dy, nint rows, float* statistics, float* partial)
    {
        var work = new SumRows
        {
            X = x,
            Dy = dy,
            Mean = statistics,
            InverseDeviation = statistics + _stride,
            Partial = partial,
            Stride = _stride,
            Channels = _channels,
            Rows = rows,
        };
        pass.Crew.Run(Pieces(rows) * ((_channels + ColumnsOfWork - 1) / ColumnsOfWork), ref work);
    }

    // The blocks' sums are of x - pivot and its square, the pivot being the first row: no cancellation, whatever the mean.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Statistic(nint rows, float* x, float* partial, float* statistics)
    {
        float* variance = statistics + 4 * _stride;
        Total(rows, partial, variance);
        float* squares = variance + _stride;
        float share = 1f / rows;
        nint i = 0;
        for (; i + TLanes.Count <= _channels; i += TLanes.Count)
            Moments<TLanes>(x, i);
        for (; i < _channels; i++)
            Moments<Lanes1>(x, i);
        Finish(statistics);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Moments<TAny>(float* pivot, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            var shifted = TAny.Load(variance + at) * TAny.All(share);
            var square = TAny.Load(squares + at) * TAny.All(share);
            TAny.Store(statistics + at, TAny.Load(pivot + at) + shifted);
            TAny.Store(variance + at, TAny.Max(TAny.All(0f), square - shifted * shifted));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(float* statistics)
    {
        nint i = 0;
        for (; i + TLanes.Count <= _channels; i += TLanes.Count)
            Affine<TLanes>(i);
        for (; i < _channels; i++)
            Affine<Lanes1>(i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Affine<TAny>(nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            var inverse = TAny.All(1f) / TAny.Sqrt(TAny.Load(statistics + 4 * _stride + at) + TAny.All(_epsilon));
            var factor = _w == null ? inverse : inverse * TAny.Load(_w + at);
            var shift = (_b == null ? TAny.All(0f) : TAny.Load(_b + at)) - factor * TAny.Load(statistics + at);
            TAny.Store(statistics + _stride + at, inverse);
            TAny.Store(statistics + 2 * _stride + at, factor);
            TAny.Store(statistics + 3 * _stride + at, shift);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Total(nint rows, float* partial, float* sums)
    {
        int blocks = Pieces(rows);
        for (int i = 0; i < 2 * _stride; i++)
        {
            if (blocks == 1)
            {
                sums[i] = partial[i];
                continue;
            }

            double sum = 0;
            for (int block = 0; block < blocks; block++)
                sum += partial[(nint)block * 2 * _stride + i];
            sums[i] = (float)sum;
        }
    }

    private void AddGradients(float* sums, bool accumulate)
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            _db[channel] = (accumulate ? _db[channel] : 0f) + sums[channel];
            _dw[channel] = (accumulate ? _dw[channel] : 0f) + sums[_stride + channel];
        }
    }

    // dx = factor (dy - mean(dy) - normalised x * mean(dy * normalised x)): here the means.
    private void Scale(nint rows, float* statistics, float* sums)
    {
        float share = 1f / rows;
        for (int channel = 0; channel < _channels; channel++)
        {
            sums[channel] *= share;
            sums[_stride + channel] *= share * statistics[_stride + channel];
        }
    }

    private void Normalise(Pass pass, int from, int items, float* x, float* y, float* statistics)
    {
        var work = new NormaliseRows
        {
            X = x + from * InputSize,
            Y = y + from * OutputSize,
            Factor = statistics + 2 * _stride,
            Shift = statistics + 3 * _stride,
            Channels = _channels,
            Rows = (nint)items * _positions,
            Activation = Activation,
        };
        int rows = RowsAtOnce(_channels);
        pass.Crew.Run((int)((work.Rows + rows - 1) / rows), ref work);
    }

    private struct SumRows : ITiledWork
    {
        public float* X, Dy, Mean, InverseDeviation, Partial;
        public int Stride, Channels;
        public nint Rows;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int columnPieces = (Channels + ColumnsOfWork - 1) / ColumnsOfWork;
            int block = tile / columnPieces;
            nint from = (nint)block * RowsOfWork, to = Math.Min(Rows, from + RowsOfWork);
            nint i = (nint)(tile % columnPieces) * ColumnsOfWork, end = Math.Min(Channels, i + ColumnsOfWork);
            float* sums = Partial + (nint)block * 2 * Stride;
            // Four registers of columns together: their sums do not wait for each other.
            if (Dy == null)
            {
                for (; i + 4 * TLanes.Count <= end; i += 4 * TLanes.Count)
                    ShiftedByFour(sums, from, to, i);
                for (; i + TLanes.Count <= end; i += TLanes.Count)
                    Shifted<TLanes>(sums, from, to, i);
                for (; i < end; i++)
                    Shifted<Lanes1>(sums, from, to, i);
            }
            else
            {
                for (; i + 4 * TLanes.Count <= end; i += 4 * TLanes.Count)
                    GradientsByFour(sums, from, to, i);
                for (; i + TLanes.Count <= end; i += TLanes.Count)
                    Gradients<TLanes>(sums, from, to, i);
                for (; i < end; i++)
                    Gradients<Lanes1>(sums, from, to, i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ShiftedByFour(float* sums, nint from, nint to, nint column)
        {
            float* x = X + column;
            TLanes pivot0 = TLanes.Load(x), pivot1 = TLanes.Load(x + TLanes.Count);
            TLanes pivot2 = TLanes.Load(x + 2 * TLanes.Count), pivot3 = TLanes.Load(x + 3 * TLanes.Count);
            TLanes sum0 = TLanes.All(0f), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            TLanes squares0 = sum0, squares1 = sum0, squares2 = sum0, squares3 = sum0;
            x += from * Channels;
            for (nint row = from; row < to; row++, x += Channels)
            {
                var value0 = TLanes.Load(x) - pivot0;
                var value1 = TLanes.Load(x + TLanes.Count) - pivot1;
                var value2 = TLanes.Load(x + 2 * TLanes.Count) - pivot2;
                var value3 = TLanes.Load(x + 3 * TLanes.Count) - pivot3;
                sum0 += value0;
                sum1 += value1;
                sum2 += value2;
                sum3 += value3;
                squares0 = TLanes.MultiplyAdd(value0, value0, squares0);
                squares1 = TLanes.MultiplyAdd(value1, value1, squares1);
                squares2 = TLanes.MultiplyAdd(value2, value2, squares2);
                squares3 = TLanes.MultiplyAdd(value3, value3, squares3);
            }

            Keep(sums + column, sum0, sum1, sum2, sum3);
            Keep(sums + Stride + column, squares0, squares1, squares2, squares3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Shifted<TAny>(float* sums, nint from, nint to, nint column)
            where TAny : unmanaged, ILanes<TAny>
        {
            var pivot = TAny.Load(X + column);
            TAny sum = TAny.All(0f), squares = TAny.All(0f);
            for (nint row = from; row < to; row++)
            {
                var value = TAny.Load(X + row * Channels + column) - pivot;
                sum += value;
                squares = TAny.MultiplyAdd(value, value, squares);
            }

            TAny.Store(sums + column, sum);
            TAny.Store(sums + Stride + column, squares);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void GradientsByFour(float* sums, nint from, nint to, nint column)
        {
            float* mean = Mean + column;
            TLanes mean0 = TLanes.Load(mean), mean1 = TLanes.Load(mean + TLanes.Count);
            TLanes mean2 = TLanes.Load(mean + 2 * TLanes.Count), mean3 = TLanes.Load(mean + 3 * TLanes.Count);
            TLanes sum0 = TLanes.All(0f), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            TLanes products0 = sum0, products1 = sum0, products2 = sum0, products3 = sum0;
            float* x = X + from * Channels + column;
            float* dy = Dy + from * Channels + column;
            for (nint row = from; row < to; row++, x += Channels, dy += Channels)
            {
                var gradient0 = TLanes.Load(dy);
                var gradient1 = TLanes.Load(dy + TLanes.Count);
                var gradient2 = TLanes.Load(dy + 2 * TLanes.Count);
                var gradient3 = TLanes.Load(dy + 3 * TLanes.Count);
                sum0 += gradient0;
                sum1 += gradient1;
                sum2 += gradient2;
                sum3 += gradient3;
                products0 = TLanes.MultiplyAdd(gradient0, TLanes.Load(x) - mean0, products0);
                products1 = TLanes.MultiplyAdd(gradient1, TLanes.Load(x + TLanes.Count) - mean1, products1);
                products2 = TLanes.MultiplyAdd(gradient2, TLanes.Load(x + 2 * TLanes.Count) - mean2, products2);
                products3 = TLanes.MultiplyAdd(gradient3, TLanes.Load(x + 3 * TLanes.Count) - mean3, products3);
            }

            float* inverse = InverseDeviation + column;
            Keep(sums + column, sum0, sum1, sum2, sum3);
            Keep(
                sums + Stride + column,
                products0 * TLanes.Load(inverse),
                products1 * TLanes.Load(inverse + TLanes.Count),
                products2 * TLanes.Load(inverse + 2 * TLanes.Count),
                products3 * TLanes.Load(inverse + 3 * TLanes.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Gradients<TAny>(float* sums, nint from, nint to, nint column)
            where TAny : unmanaged, ILanes<TAny>
        {
            var mean = TAny.Load(Mean + column);
            TAny sum = TAny.All(0f), products = TAny.All(0f);
            for (nint row = from; row < to; row++)
            {
                var gradient = TAny.Load(Dy + row * Channels + column);
                sum += gradient;
                products = TAny.MultiplyAdd(gradient, TAny.Load(X + row * Channels + column) - mean, products);
            }

            TAny.Store(sums + column, sum);
            TAny.Store(sums + Stride + column, products * TAny.Load(InverseDeviation + column));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Keep(float* target, TLanes first, TLanes second, TLanes third, TLanes fourth)
        {
            TLanes.Store(target, first);
            TLanes.Store(target + TLanes.Count, second);
            TLanes.Store(target + 2 * TLanes.Count, third);
            TLanes.Store(target + 3 * TLanes.Count, fourth);
        }
    }

    private struct NormaliseRows : ITiledWork
    {
        public float* X, Y, Factor, Shift;
        public int Channels;
        public nint Rows;
        public Activation Activation;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int most = RowsAtOnce(Channels);
            nint from = (nint)tile * most, to = Math.Min(Rows, from + most);
            for (nint row = from; row < to; row++)
            {
                float* x = X + row * Channels, y = Y + row * Channels;
                nint i = 0;
                for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                    TLanes.Store(y + i, TLanes.MultiplyAdd(TLanes.Load(x + i), TLanes.Load(Factor + i), TLanes.Load(Shift + i)));
                for (; i < Channels; i++)
                    Lanes1.Store(y + i, Lanes1.MultiplyAdd(Lanes1.Load(x + i), Lanes1.Load(Factor + i), Lanes1.Load(Shift + i)));
            }

            ActivationKernel.Apply<TLanes>(Activation, Y + from * Channels, 1, 0, (to - from) * Channels);
        }
    }

    private struct BackRows : ITiledWork
    {
        public float* X, Dy, Dx, Mean, InverseDeviation, Factor, Sums;
        public int Stride, Channels;
        public nint Rows;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int most = RowsAtOnce(Channels);
            nint from = (nint)tile * most, to = Math.Min(Rows, from + most);
            for (nint row = from; row < to; row++)
            {
                nint i = 0;
                for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                    Back<TLanes>(row * Channels, i);
                for (; i < Channels; i++)
                    Back<Lanes1>(row * Channels, i);
            }

            if (Gate.Kind != ActivationKind.None)
            {
                float* dx = Dx + from * Channels;
                ActivationKernel.Gate<TLanes>(Gate, X + from * Channels, dx, dx, 1, 0, (to - from) * Channels);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Back<TAny>(nint row, nint column)
            where TAny : unmanaged, ILanes<TAny>
        {
            var centred = TAny.Load(X + row + column) - TAny.Load(Mean + column);
            var rest = TAny.Load(Dy + row + column) - TAny.Load(Sums + column) - centred * TAny.Load(Sums + Stride + column);
            TAny.Store(Dx + row + column, rest * TAny.Load(Factor + column));
        }
    }
}
