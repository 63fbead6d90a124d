using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Brings images from the plan's order to channels last, or back. Only where no dense layer could do it for nothing.</summary>
internal sealed unsafe class LayoutStage<TLanes>(LayerPlan plan, PixelOrder order, bool toChannelsLast) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var (rows, columns) = toChannelsLast ? (order.Channels, order.Pixels) : (order.Pixels, order.Channels);
        var work = new TransposeItems { Source = x, Target = y, Rows = rows, Columns = columns, Activation = Activation };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        var (rows, columns) = toChannelsLast ? (order.Pixels, order.Channels) : (order.Channels, order.Pixels);
        var work = new TransposeItems { Source = dy, Target = dx, Rows = rows, Columns = columns, Gate = Gate, X = x };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var (rows, columns) = toChannelsLast ? (order.Channels, order.Pixels) : (order.Pixels, order.Channels);
        var work = new TransposeItems { Source = tx, Target = ty, Rows = rows, Columns = columns, Gate = gate, X = y };
        pass.Crew.Run(pass.Items, ref work);
    }

    private struct TransposeItems : ITiledWork
    {
        public float* Source, Target, X;
        public int Rows, Columns;
        public Activation Activation, Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint size = (nint)Rows * Columns;
            float* source = Source + tile * size, target = Target + tile * size;
            int row = 0;
            for (; row + TLanes.Count <= Rows; row += TLanes.Count)
            {
                int column = 0;
                for (; column + TLanes.Count <= Columns; column += TLanes.Count)
                    TLanes.Transpose(source + (nint)row * Columns + column, Columns, target + (nint)column * Rows + row, Rows);
                Rest(source, target, row, row + TLanes.Count, column);
            }

            Rest(source, target, row, Rows, 0);
            ActivationKernel.Apply<TLanes>(Activation, target, 1, 0, size);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + tile * size, target, target, 1, 0, size);
        }

        private readonly void Rest(float* source, float* target, int from, int to, int fromColumn)
        {
            for (int row = from; row < to; row++)
            {
                for (int column = fromColumn; column < Columns; column++)
                    target[(nint)column * Rows + row] = source[(nint)row * Columns + column];
            }
        }
    }
}
