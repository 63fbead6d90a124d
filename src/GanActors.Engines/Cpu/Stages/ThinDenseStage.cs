using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A dense layer of so few units (a discriminator's logit) that panels would be mostly air: dot products forward, outer products back,
/// weights as PyTorch lays them out.
/// </summary>
internal sealed unsafe class ThinDenseStage<TLanes> : WeightedStage
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The most units that count as few.</summary>
    public const int MostUnits = StoredOrders.MostPlainUnits;

    private const int RowsOfWork = 16;
    private const int ColumnsOfWork = 256;

    private readonly int _inputs;
    private readonly int _units;

    public ThinDenseStage(LayerPlan plan, PixelOrder inputs)
        : base(plan)
    {
        _inputs = plan.Input.Size;
        _units = plan.Output.Size;
        Hold(new MatrixParameter(plan.Parameters[0], inputs), PixelOrder.Plain);
    }

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        Multiply(pass, x, y, B);
        if (Activation.Kind != ActivationKind.None)
            ActivationKernel.Apply<TLanes>(Activation, y, 1, 0, (nint)pass.Items * _units);
    }

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        Multiply(pass, tx, ty, null);
        ActivationKernel.Gate<TLanes>(gate, y, ty, ty, 1, 0, (nint)pass.Items * _units);
    }

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        WeightGradient(pass, tx, u, accumulate: true);
        return false;
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (parameters)
        {
            WeightGradient(pass, x, dy, accumulate);
            if (Db != null)
                SumBias(dy, pass.Items, accumulate);
        }

        if (dx == null)
            return;
        var outer = new Outer { X = x, Dy = dy, Dx = dx, W = W, Items = pass.Items, Inputs = _inputs, Units = _units, Gate = Gate };
        pass.Crew.Run((pass.Items + RowsOfWork - 1) / RowsOfWork, ref outer);
        pass.Crew.Products.Rows += Products(pass);
    }

    private long Products(Pass pass) => (long)pass.Items * _inputs * _units;

    private void Multiply(Pass pass, float* x, float* y, float* bias)
    {
        var work = new Dots { X = x, Y = y, W = W, Bias = bias, Items = pass.Items, Inputs = _inputs, Units = _units };
        pass.Crew.Run((pass.Items + RowsOfWork - 1) / RowsOfWork, ref work);
        pass.Crew.Products.Rows += Products(pass);
    }

    private void WeightGradient(Pass pass, float* x, float* dy, bool accumulate)
    {
        var sums = new Sums { X = x, Dy = dy, Dw = Dw, Items = pass.Items, Inputs = _inputs, Units = _units, Accumulate = accumulate };
        pass.Crew.Run((_inputs + ColumnsOfWork - 1) / ColumnsOfWork, ref sums);
        pass.Crew.Products.Columns += Products(pass);
    }

    private void SumBias(float* dy, int items, bool accumulate)
    {
        for (int unit = 0; unit < _units; unit++)
        {
            float sum = accumulate ? Db[unit] : 0f;
            for (int item = 0; item < items; item++)
                sum += dy[item * _units + unit];
            Db[unit] = sum;
        }
    }

    private struct Dots : ITiledWork
    {
        public float* X, Y, W, Bias;
        public int Items, Inputs, Units;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            for (int item = tile * RowsOfWork; item < Math.Min(Items, (tile + 1) * RowsOfWork); item++)
            {
                for (int unit = 0; unit < Units; unit++)
                    Y[item * Units + unit] = Dot(X + (nint)item * Inputs, W + (nint)unit * Inputs, Inputs) + (Bias == null ? 0f : Bias[unit]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Dot(float* a, float* b, nint count)
        {
            TLanes sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            nint i = 0;
            for (; i + 4 * TLanes.Count <= count; i += 4 * TLanes.Count)
            {
                sum0 = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), sum0);
                sum1 = TLanes.MultiplyAdd(TLanes.Load(a + i + TLanes.Count), TLanes.Load(b + i + TLanes.Count), sum1);
                sum2 = TLanes.MultiplyAdd(TLanes.Load(a + i + 2 * TLanes.Count), TLanes.Load(b + i + 2 * TLanes.Count), sum2);
                sum3 = TLanes.MultiplyAdd(TLanes.Load(a + i + 3 * TLanes.Count), TLanes.Load(b + i + 3 * TLanes.Count), sum3);
            }

            for (; i + TLanes.Count <= count; i += TLanes.Count)
                sum0 = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), sum0);
            float rest = 0f;
            for (; i < count; i++)
                rest += a[i] * b[i];
            return TLanes.Sum((sum0 + sum1) + (sum2 + sum3)) + rest;
        }
    }

    private struct Outer : ITiledWork
    {
        public float* X, Dy, Dx, W;
        public int Items, Inputs, Units;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int from = tile * RowsOfWork, to = Math.Min(Items, from + RowsOfWork);
            for (int item = from; item < to; item++)
            {
                float* dx = Dx + (nint)item * Inputs;
                float* dy = Dy + (nint)item * Units;
                nint i = 0;
                for (; i + TLanes.Count <= Inputs; i += TLanes.Count)
                    TLanes.Store(dx + i, Mix<TLanes>(dy, i));
                for (; i < Inputs; i++)
                    Lanes1.Store(dx + i, Mix<Lanes1>(dy, i));
                if (Gate.Kind != ActivationKind.None)
                    ActivationKernel.Gate<TLanes>(Gate, X + (nint)item * Inputs, dx, dx, 1, 0, Inputs);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TAny Mix<TAny>(float* dy, nint column)
            where TAny : unmanaged, ILanes<TAny>
        {
            var sum = TAny.All(dy[0]) * TAny.Load(W + column);
            for (int unit = 1; unit < Units; unit++)
                sum = TAny.MultiplyAdd(TAny.All(dy[unit]), TAny.Load(W + (nint)unit * Inputs + column), sum);
            return sum;
        }
    }

    private struct Sums : ITiledWork
    {
        public float* X, Dy, Dw;
        public int Items, Inputs, Units;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ColumnsOfWork, to = Math.Min(Inputs, from + ColumnsOfWork);
            for (int unit = 0; unit < Units; unit++)
            {
                float* dw = Dw + (nint)unit * Inputs;
                nint i = from;
                for (; i + TLanes.Count <= to; i += TLanes.Count)
                    TLanes.Store(dw + i, Total<TLanes>(dw, unit, i));
                for (; i < to; i++)
                    Lanes1.Store(dw + i, Total<Lanes1>(dw, unit, i));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TAny Total<TAny>(float* dw, int unit, nint column)
            where TAny : unmanaged, ILanes<TAny>
        {
            var sum = Accumulate ? TAny.Load(dw + column) : TAny.All(0f);
            for (int item = 0; item < Items; item++)
                sum = TAny.MultiplyAdd(TAny.All(Dy[item * Units + unit]), TAny.Load(X + (nint)item * Inputs + column), sum);
            return sum;
        }
    }
}
