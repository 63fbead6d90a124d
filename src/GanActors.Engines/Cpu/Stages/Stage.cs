using System.Collections.Immutable;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// What runs for a layer, with the activation after it if that can be done in place. A stage owns its parameters' place and its running
/// statistics; activations, gradients and scratch belong to the caller, so that one stage serves several passes at a time.
/// </summary>
/// <remarks>
/// Gradients cross stages before the activation: the gradient a stage is given has already been multiplied by the derivative of its own
/// <see cref="Activation"/>, and the one it hands on must be multiplied by that of the stage before (<see cref="Gate"/>), whose results are this
/// stage's input.
/// </remarks>
internal abstract unsafe class Stage(LayerPlan plan)
{
    /// <summary>The layer.</summary>
    public LayerPlan Plan { get; } = plan;

    /// <summary>Applied to the output where it is made.</summary>
    public Activation Activation { get; set; }

    /// <summary>The activation of the stage before.</summary>
    public Activation Gate { get; set; }

    /// <summary>In PyTorch's order.</summary>
    public ImmutableArray<Parameter> Parameters { get; protected init; } = [];

    /// <summary>Running statistics, by PyTorch's names.</summary>
    public virtual ImmutableArray<Statistic> Statistics => [];

    /// <summary>Floats of one item going in, as this engine lays it out.</summary>
    public long InputSize => Plan.Input.Size;

    /// <summary>Floats of one item coming out.</summary>
    public long OutputSize => Plan.Output.Size;

    /// <summary>Floats that must live from a forward to its backward, besides input and output.</summary>
    public virtual long TapeSize(int items, int parts) => 0;

    /// <summary>Floats that must live while one of the stage's methods runs; all stages share them: <see cref="Pass.Scratch"/>.</summary>
    public virtual long ScratchSize(int items, int parts) => 0;

    /// <summary>Tells the stage where weights and gradients of the network are.</summary>
    public virtual void Attach(float* weights, float* gradients)
    {
    }

    /// <summary>The weights have changed: whatever was derived from them is stale.</summary>
    public virtual void WeightsChanged()
    {
    }

    /// <summary>y from x, activation included.</summary>
    public abstract void Forward(Pass pass, float* x, float* y, float* tape);

    /// <summary>
    /// The gradients of the last forward with this tape.
    /// </summary>
    /// <param name="pass">The forward's.</param>
    /// <param name="x">The forward's input.</param>
    /// <param name="y">The forward's output.</param>
    /// <param name="tape">What the forward left.</param>
    /// <param name="dy">dLoss/dy, this stage's activation passed; may be overwritten.</param>
    /// <param name="dx">Where dLoss/dx goes, <see cref="Gate"/> passed; null if it is not wanted.</param>
    /// <param name="parameters">Whether parameter gradients are wanted.</param>
    /// <param name="accumulate">Whether they are added to those there.</param>
    public abstract void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate);

    /// <summary>The optimiser has stepped: running statistics move by what training forwards have seen since the last time.</summary>
    public virtual void Step()
    {
    }

    /// <summary>Whether running statistics would still be finite after <see cref="Step"/>.</summary>
    public virtual bool SeenStatisticsAreFinite => true;

    /// <summary>Forgets what training forwards have seen since the last step.</summary>
    public virtual void ForgetStatistics()
    {
    }
}
