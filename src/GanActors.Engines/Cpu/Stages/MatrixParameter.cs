using GanActors.Engines.Cpu.Kernels;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>A weight matrix of <c>[units, inputs]</c>, row by row, its inputs in the order that they come in.</summary>
internal sealed class MatrixParameter(ParameterPlan plan, PixelOrder inputs) : Parameter(plan, plan.Shape.Size)
{
    public override Panels? Matrix => new Panels(Plan.Shape[0], Plan.Shape[1], 1, Plan.Shape[1]);

    protected override int Stored(int plain) => plain / Plan.Shape[1] * Plan.Shape[1] + inputs.Stored(plain % Plan.Shape[1]);
}
