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
    public ImmutableArray<Parameter> Parameters { get; protected set; } = [];

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
    /// <param name="dy">dLoss/dy, this stage's activation passed; is left as it is.</param>
    /// <param name="dx">Where dLoss/dx goes, <see cref="Gate"/> passed; null if it is not wanted.</param>
    /// <param name="parameters">Whether parameter gradients are wanted.</param>
    /// <param name="accumulate">Whether they are added to those there.</param>
    public abstract void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate);

    /// <summary>Whether the layer itself bends, so that its first derivative depends on its input: norms, and what is smooth but no activation in place.</summary>
    public virtual bool IsCurved => false;

    /// <summary>Whether <see cref="TangentBackward"/> wants what <see cref="Tangent"/> notes, so that the one must run before the other.</summary>
    public virtual bool NotesTangent => IsCurved;

    /// <summary>
    /// Forward of a change: what a small change of the input makes of the output, to first order (the tangent). Biases drop out.
    /// </summary>
    /// <param name="pass">The forward's.</param>
    /// <param name="x">The forward's input.</param>
    /// <param name="y">The forward's output.</param>
    /// <param name="tape">What the forward left.</param>
    /// <param name="tx">The input's change.</param>
    /// <param name="ty">Where the output's goes, before this stage's activation, then multiplied by the derivative of <paramref name="gate"/>.</param>
    /// <param name="notes">A tape for this change: what <see cref="TangentBackward"/> wants to find again.</param>
    /// <param name="gate">This stage's activation, or none if its derivative is not to be applied.</param>
    public virtual void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate) =>
        throw new NotSupportedException($"{LayerNames.Of(Plan.Layer)} has no tangent.");

    /// <summary>
    /// Backward of <see cref="Tangent"/>: how the sum of <paramref name="u"/> times the output's change depends on parameters and on the
    /// forward's input. How it depends on the input's change is <see cref="Backward"/>'s business, which is the same linear map.
    /// </summary>
    /// <param name="pass">The forward's.</param>
    /// <param name="x">The forward's input.</param>
    /// <param name="tape">What the forward left.</param>
    /// <param name="tx">The input's change.</param>
    /// <param name="notes">What <see cref="Tangent"/> left.</param>
    /// <param name="u">The weight of each number of the output's change, this stage's activation passed.</param>
    /// <param name="w">Where the gradient with respect to x goes, <see cref="Gate"/> passed; null if it is not wanted.</param>
    /// <returns>Whether there is such a gradient: false for a linear layer, which writes nothing to <paramref name="w"/>.</returns>
    /// <remarks>Parameter gradients are always added to those there.</remarks>
    public virtual bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w) => false;

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
