using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>One number a feature, in the order of the features: biases and the weights of norms.</summary>
internal sealed class VectorParameter(ParameterPlan plan, PixelOrder order) : Parameter(plan, plan.Shape.Size)
{
    protected override int Stored(int plain) => order.Stored(plain);
}
