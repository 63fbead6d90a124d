using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// Puts each item's class after what comes in: zeros and ones, or the class's row of an embedding. Images lie channels last, so each pixel gets
/// its own share of that row.
/// </summary>
internal sealed unsafe class ClassStage<TLanes> : Stage
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ItemsOfWork = 4;

    private readonly int _pixels;
    private readonly int _given;
    private readonly int _added;
    private readonly int _classes;
    private readonly Parameter? _weight;
    private float* _w, _dw;

    /// <param name="plan">The layer.</param>
    /// <param name="classes">How many classes there are.</param>
    public ClassStage(LayerPlan plan, int classes)
        : base(plan)
    {
        // What is no image is one pixel of all its numbers: what is added along the first dimension lies behind them.
        _pixels = plan.Input.IsImage ? plan.Input[1] * plan.Input[2] : 1;
        _given = plan.Input.Size / _pixels;
        _added = plan.Output.Size / _pixels - _given;
        _classes = classes;
        if (plan.Parameters.IsEmpty)
            return;
        _weight = new MatrixParameter(plan.Parameters[0], plan.Input.IsImage ? new PixelOrder(_added, _pixels) : PixelOrder.Plain);
        Parameters = [_weight];
    }

    public override void Attach(float* weights, float* gradients)
    {
        if (_weight == null)
            return;
        _w = weights + _weight.Offset;
        _dw = gradients + _weight.Offset;
    }

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var work = Work(pass, Direction.Join, x, y);
        work.Activation = Activation;
        Run(pass, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (parameters && _weight != null)
        {
            var sums = new Sums
            {
                Dy = dy,
                Dw = _dw,
                Classes = pass.Classes,
                Items = pass.Items,
                Pixels = _pixels,
                Given = _given,
                Added = _added,
                Accumulate = accumulate,
            };
            pass.Crew.Run(_classes, ref sums);
        }

        if (dx == null)
            return;
        var work = Work(pass, Direction.Part, dx, dy);
        work.Gate = Gate;
        work.GateY = x;
        Run(pass, ref work);
    }

    // What is added does not change with the input.
    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = Work(pass, Direction.JoinNothing, tx, ty);
        work.Gate = gate;
        work.GateY = y;
        Run(pass, ref work);
    }

    private static void Run(Pass pass, ref Joint work) => pass.Crew.Run((pass.Items + ItemsOfWork - 1) / ItemsOfWork, ref work);

    private Joint Work(Pass pass, Direction direction, float* x, float* y) => new()
    {
        Direction = direction,
        X = x,
        Y = y,
        W = _w,
        Classes = pass.Classes,
        OneHot = _weight == null,
        // Without an embedding, what one class occupies of what is added.
        Place = _added / _classes,
        Items = pass.Items,
        Pixels = _pixels,
        Given = _given,
        Added = _added,
    };

    private enum Direction
    {
        /// <summary>y: x and the class.</summary>
        Join,

        /// <summary>y: x and zeros.</summary>
        JoinNothing,

        /// <summary>x: what y has of it.</summary>
        Part,
    }

    private struct Joint : ITiledWork
    {
        public Direction Direction;
        public float* X, Y, W, GateY;
        public byte* Classes;
        public bool OneHot;
        public int Place, Items, Pixels, Given, Added;
        public Activation Activation, Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            for (int item = tile * ItemsOfWork; item < Math.Min(Items, (tile + 1) * ItemsOfWork); item++)
            {
                nint input = (nint)Pixels * Given, output = (nint)Pixels * (Given + Added);
                float* x = X + item * input, y = Y + item * output;
                if (Direction == Direction.Part)
                {
                    for (int pixel = 0; pixel < Pixels; pixel++)
                        Copy(y + (nint)pixel * (Given + Added), x + (nint)pixel * Given, Given);
                    if (Gate.Kind != ActivationKind.None)
                        ActivationKernel.Gate<TLanes>(Gate, GateY + item * input, x, x, 1, 0, input);
                    continue;
                }

                Join(item, x, y);
                ActivationKernel.Apply<TLanes>(Activation, y, 1, 0, output);
                if (Gate.Kind != ActivationKind.None)
                    ActivationKernel.Gate<TLanes>(Gate, GateY + item * output, y, y, 1, 0, output);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Join(int item, float* x, float* y)
        {
            for (int pixel = 0; pixel < Pixels; pixel++, x += Given, y += Given + Added)
            {
                Copy(x, y, Given);
                float* added = y + Given;
                if (Direction == Direction.Join && !OneHot)
                {
                    Copy(W + ((nint)Classes[item] * Pixels + pixel) * Added, added, Added);
                    continue;
                }

                for (int i = 0; i < Added; i++)
                    added[i] = 0f;
                if (Direction == Direction.Join)
                {
                    for (int i = 0; i < Place; i++)
                        added[Classes[item] * Place + i] = 1f;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Copy(float* from, float* to, int count)
        {
            if (count < 8)
            {
                for (int i = 0; i < count; i++)
                    to[i] = from[i];
            }
            else
            {
                new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
            }
        }
    }

    // A tile is a class: its row is summed over its items, in their order.
    private struct Sums : ITiledWork
    {
        public float* Dy, Dw;
        public byte* Classes;
        public int Items, Pixels, Given, Added;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint row = (nint)Pixels * Added, stride = Given + Added;
            float* dw = Dw + tile * row;
            if (!Accumulate)
                new Span<float>(dw, (int)row).Clear();
            for (int item = 0; item < Items; item++)
            {
                if (Classes[item] != tile)
                    continue;
                float* dy = Dy + item * Pixels * stride + Given;
                for (int pixel = 0; pixel < Pixels; pixel++)
                    Add(dy + pixel * stride, dw + (nint)pixel * Added, Added);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(float* from, float* to, nint count)
        {
            nint i = 0;
            for (; i + TLanes.Count <= count; i += TLanes.Count)
                TLanes.Store(to + i, TLanes.Load(to + i) + TLanes.Load(from + i));
            for (; i < count; i++)
                to[i] += from[i];
        }
    }
}
