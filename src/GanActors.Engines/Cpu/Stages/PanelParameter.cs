using GanActors.Engines.Cpu.Kernels;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>A weight matrix of <c>[units, inputs]</c> that lies transposed, in panels; inputs and units in the order that they come in and go out.</summary>
internal sealed class PanelParameter(ParameterPlan plan, Panels panels, PixelOrder inputs, PixelOrder units) : Parameter(plan, panels.Size)
{
    public override Panels? Matrix => panels;

    protected override int Stored(int plain) =>
        (int)panels.IndexOf(inputs.Stored(plain % panels.Depth), units.Stored(plain / panels.Depth));
}
