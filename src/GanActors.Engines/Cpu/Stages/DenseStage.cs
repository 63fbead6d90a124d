using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A dense layer. Its weights lie transposed and in panels, ready for the forward product; gradients and moments lie likewise, so nothing is
/// packed for the forward or the weight gradient. The way back to the input takes a transposed copy, made once a step and only if asked.
/// </summary>
internal sealed unsafe class DenseStage<TLanes> : WeightedStage
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _inputs;
    private readonly int _units;
    private readonly Panels _panels;
    private readonly Panels _backPanels;
    private FloatBuffer? _back;
    private bool _backIsStale = true;

    public DenseStage(LayerPlan plan, PixelOrder inputs, PixelOrder units)
        : base(plan)
    {
        _inputs = plan.Input.Size;
        _units = plan.Output.Size;
        _panels = Panels.For<TLanes>(_inputs, _units);
        _backPanels = Panels.For<TLanes>(_units, _inputs);
        Hold(new PanelParameter(plan.Parameters[0], _panels, inputs, units), units);
    }

    public override void WeightsChanged() => _backIsStale = true;

    public override void Forward(Pass pass, float* x, float* y, float* tape) => Apply(pass, x, y, B, Activation, default, null);

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate) =>
        Apply(pass, tx, ty, null, default, gate, y);

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        WeightGradient(pass, tx, u, null, accumulate: true);
        return false;
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (parameters)
            WeightGradient(pass, x, dy, Db, accumulate);
        if (dx == null)
            return;
        if (_backIsStale)
        {
            _back ??= new FloatBuffer(_backPanels.Size);
            new PanelTranspose<TLanes> { Source = W, From = _panels, Rows = _inputs, Target = _back.Pointer, To = _backPanels }.Run(pass.Crew);
            _backIsStale = false;
        }

        new RowProduct<TLanes>
        {
            Rows = pass.Items,
            A = new RowMap(dy, _units),
            Segments = 1,
            SegmentDepth = _units,
            B = _back!.Pointer,
            Panels = _backPanels,
            C = new RowMap(dx, _inputs),
            Gate = Gate,
            GateY = x,
        }.Run(pass.Crew);
    }

    private void Apply(Pass pass, float* x, float* y, float* bias, Activation activation, Activation gate, float* gateY) => new RowProduct<TLanes>
    {
        Rows = pass.Items,
        A = new RowMap(x, _inputs),
        Segments = 1,
        SegmentDepth = _inputs,
        B = W,
        Panels = _panels,
        C = new RowMap(y, _units),
        Bias = bias,
        Activation = activation,
        Gate = gate,
        GateY = gateY,
    }.Run(pass.Crew);

    private void WeightGradient(Pass pass, float* x, float* dy, float* db, bool accumulate) => new ColumnProduct<TLanes>
    {
        Depth = pass.Items,
        A = new RowMap(x, _inputs),
        Segments = 1,
        SegmentDepth = _inputs,
        B = dy,
        BStride = _units,
        C = Dw,
        Panels = _panels,
        Accumulate = accumulate,
        ColumnSums = db,
    }.Run(pass.Crew);
}
