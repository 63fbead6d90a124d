using GanActors.Engines.Cpu.Kernels;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>A weight matrix of <c>[units, inputs]</c> that lies transposed, in panels.</summary>
internal sealed class PanelParameter(ParameterPlan plan, Panels panels) : Parameter(plan, panels.Size)
{
    public override void Import(ReadOnlySpan<float> plain, Span<float> stored) => panels.ImportTransposed(plain, stored);

    public override void Export(ReadOnlySpan<float> stored, Span<float> plain) => panels.ExportTransposed(stored, plain);
}
