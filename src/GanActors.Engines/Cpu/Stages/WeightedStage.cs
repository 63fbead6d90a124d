using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>A layer of weights and, as a rule, biases: where both and their gradients lie.</summary>
internal abstract unsafe class WeightedStage(LayerPlan plan) : Stage(plan)
{
    private Parameter? _weight;
    private Parameter? _bias;

    /// <summary>The weights that multiply, and their gradients.</summary>
    protected float* W { get; private set; }

    /// <inheritdoc cref="W"/>
    protected float* Dw { get; private set; }

    /// <summary>The biases, and their gradients; null if there are none.</summary>
    protected float* B { get; private set; }

    /// <inheritdoc cref="B"/>
    protected float* Db { get; private set; }

    /// <inheritdoc/>
    public sealed override void Attach(float* weights, float* gradients)
    {
        W = weights + _weight!.Effective;
        Dw = gradients + _weight.Effective;
        if (_bias != null)
        {
            B = weights + _bias.Offset;
            Db = gradients + _bias.Offset;
        }
    }

    /// <summary>Says how the weights lie and, if the plan has biases, in which order those do. A constructor's last word.</summary>
    protected void Hold(Parameter weight, PixelOrder biases)
    {
        _weight = weight;
        _bias = Plan.Parameters.Length > 1 ? new VectorParameter(Plan.Parameters[1], biases) : null;
        Parameters = _bias == null ? [_weight] : [_weight, _bias];
    }
}
