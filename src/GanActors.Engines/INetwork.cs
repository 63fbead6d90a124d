using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>
/// A network whose weights cannot move: it looks, and lets gradients through. Nothing on this interface changes any state that
/// outlives the call, running statistics included.
/// </summary>
public interface IFrozenNetwork
{
    /// <summary>Layers and shapes.</summary>
    NetworkPlan Plan { get; }

    /// <summary>
    /// Inference: running statistics, no dropout. Any number of items.
    /// </summary>
    /// <param name="input">Items of <see cref="NetworkPlan.Input"/>, with their classes if the network asks for them (<see cref="NetworkPlan.Classes"/>).</param>
    /// <param name="weights">With the weights that train, or with their moving average; running statistics are the same for both.</param>
    /// <returns>The outputs. Valid until the next but one call.</returns>
    /// <exception cref="InvalidOperationException">The network keeps no average (<see cref="NetworkSpec.Average"/>).</exception>
    Batch Infer(Batch input, WeightsKind weights = WeightsKind.Current);

    /// <summary>
    /// Forward as in training (batch statistics, dropout), with the weights frozen.
    /// </summary>
    /// <param name="parts">
    /// Batches that are computed together but normalised apart: each part has batch statistics of its own. With their classes if the network
    /// asks for them (<see cref="NetworkPlan.Classes"/>).
    /// </param>
    /// <param name="draw">Draw number of everything random.</param>
    /// <param name="keepTape">Whether <see cref="InputGradient"/> will follow.</param>
    /// <returns>The outputs of all parts, in order. Valid until the next but one forward.</returns>
    Batch Forward(ReadOnlySpan<Batch> parts, ulong draw, bool keepTape);

    /// <summary>
    /// Vector-Jacobian product of the last taped forward with respect to its input. No weight gradient is computed.
    /// </summary>
    /// <param name="outputGradient">dLoss/dOutput, shaped as the last forward's result.</param>
    /// <returns>dLoss/dInput for all parts, in order. Valid until the next but one call.</returns>
    /// <exception cref="InvalidOperationException">The last forward kept no tape.</exception>
    Batch InputGradient(Batch outputGradient);
}

/// <summary>
/// A network that may learn. Gradients accumulate over <see cref="Backward"/> calls until <see cref="Step"/> spends them;
/// <see cref="Step"/> alone changes weights, optimiser moments and running statistics.
/// </summary>
public interface INetwork : IFrozenNetwork, IDisposable
{
    /// <summary>How many steps the optimiser has taken.</summary>
    long Steps { get; }

    /// <summary>
    /// The optimiser's learning rate before its schedule: the recipe's until somebody sets another. It is no part of <see cref="Save"/>; who changes it keeps it.
    /// </summary>
    float LearningRate { get; set; }

    /// <summary>Forward with everything kept that a step needs.</summary>
    /// <inheritdoc cref="IFrozenNetwork.Forward" path="/param"/>
    Batch ForwardTraining(ReadOnlySpan<Batch> parts, ulong draw);

    /// <summary>Adds the last training forward's parameter gradients to those gathered so far.</summary>
    /// <param name="outputGradient">dLoss/dOutput, shaped as the last forward's result.</param>
    /// <param name="inputGradient">Whether the gradient with respect to the input is wanted, too.</param>
    /// <returns>dLoss/dInput, or null if not wanted.</returns>
    Batch? Backward(Batch outputGradient, bool inputGradient);

    /// <summary>
    /// Adds to the gathered gradients those of a function of the input's gradient: with g = InputGradient(<paramref name="outputGradient"/>) of the last training
    /// forward, the parameter gradients of sum(<paramref name="direction"/> * g), both arguments held constant. With the direction dP/dg, these are the
    /// gradients of any penalty P(g). Exact second derivatives, forward over reverse (Pearlmutter, 1994). Costs least right after
    /// that very <see cref="IFrozenNetwork.InputGradient"/>; <see cref="Backward"/> may come before it, after it, or not at all.
    /// </summary>
    /// <param name="outputGradient">What the input gradient was asked of, shaped as the last forward's result.</param>
    /// <param name="direction">The weight of each number of the input gradient, shaped as the last forward's input, all parts in order.</param>
    /// <exception cref="NotSupportedException">
    /// A layer makes the items of a batch depend on each other (<see cref="ItemGradients"/>); the message names it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The last forward was no training forward.</exception>
    void BackwardInputGradient(Batch outputGradient, Batch direction);

    /// <summary>
    /// One optimiser step with the gathered gradients, which are then gone: gradients are clipped, weights move at the step's learning rate and
    /// are clipped, their average follows.
    /// </summary>
    /// <exception cref="InvalidOperationException">No gradient has been gathered.</exception>
    /// <exception cref="NonFiniteException">
    /// A gradient is NaN or infinite. Nothing has moved, the gradients are gone; the message says where it arose.
    /// </exception>
    StepReport Step();

    /// <summary>A copy of everything that makes the network what it is: weights, running statistics, optimiser moments, the average, counters.</summary>
    NetworkState Save();

    /// <summary>Becomes the network that <paramref name="state"/> was taken from.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another shape; the message names it.</exception>
    void Load(NetworkState state);
}

/// <summary>What a step did.</summary>
/// <param name="Step">How many steps the optimiser has taken, this one included.</param>
/// <param name="GradientNorm">Euclidean norm of all parameter gradients together, before any clipping; infinite if a float cannot hold it.</param>
/// <param name="LearningRate">The step's learning rate, its schedule applied.</param>
public readonly record struct StepReport(long Step, float GradientNorm, float LearningRate);

/// <summary>One tensor of a network's state.</summary>
/// <param name="Name">PyTorch's key (<c>0.weight</c>, <c>1.running_mean</c>), or
/// <c>optimizer.</c>, a parameter's name and the moment's, or <c>average.</c> and a parameter's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its values, row-major.</param>
public sealed record StateTensor(string Name, Shape Shape, ReadOnlyMemory<float> Values);

/// <summary>Everything that makes a network what it is.</summary>
/// <param name="Tensors">In the order of the layers.</param>
/// <param name="Steps">How many steps the optimiser has taken.</param>
public sealed record NetworkState(ImmutableArray<StateTensor> Tensors, long Steps);
