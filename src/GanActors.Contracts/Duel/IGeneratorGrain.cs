using System.Collections.Immutable;
using GanActors.Checkpoints;
using GanActors.Devices;
using GanActors.Networks;

namespace GanActors.Duel;

/// <summary>Holds a run's generator. Its key is the run's id, and the run's coordinator is its only caller.</summary>
[Alias("gan.generator")]
public interface IGeneratorGrain : IGrainWithStringKey
{
    /// <summary>Builds the network and opens an incarnation; all turns of older ones become stale. Repeating it changes nothing.</summary>
    /// <exception cref="StaleTurnException">A newer incarnation is open.</exception>
    /// <exception cref="MisplacedException">The activation lives elsewhere than the order wants it, or its lane is full. Asking again finds another.</exception>
    /// <param name="order">The run and its recipe.</param>
    /// <param name="item">Shape of the data's items, which it must learn to make.</param>
    /// <param name="classCounts">How many items each class of the data has; empty if the recipe is not conditional.</param>
    [Alias("prepare")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<GeneratorReady> Prepare(NetworkOrder order, Shape item, ImmutableArray<int> classCounts);

    /// <summary>
    /// Noise to items, with their classes if the recipe is conditional. In a discriminator turn the generator is frozen and keeps no tape; in a generator turn it keeps one for <see cref="Learn"/>.
    /// </summary>
    /// <exception cref="StaleTurnException">The turn is past.</exception>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("forge")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<FakeBatch> Forge(Turn turn);

    /// <summary>Back-propagates the feedback through the taped turn and takes one optimiser step.</summary>
    /// <exception cref="FrozenNetworkException">The turn is the discriminator's.</exception>
    /// <exception cref="StaleTurnException">The turn is not the one forged last.</exception>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("learn")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<UpdateReport> Learn(Turn turn, GradientFeedback feedback);

    /// <summary>
    /// Items from the run's fixed sample noise, by the network as used after training: no dropout, running statistics. Of a conditional run, each row
    /// of the recipe's sheet is a class, and each column a draw of noise.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="weights">With the weights that train, or with their moving average if the recipe keeps one.</param>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("imagine")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Batch> Imagine(int count, WeightsKind weights);

    /// <summary>A copy of what makes the generator, without what only its training needs.</summary>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("export")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<GeneratorWeights> Export();

    /// <summary>Writes the network's part of a checkpoint: everything that makes it what it is after so many iterations. Nothing of the network changes.</summary>
    /// <exception cref="StaleTurnException">The network has gone on since, or another incarnation is open.</exception>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("keep")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<PartReceipt> Keep(CheckpointPlace place);

    /// <summary>
    /// How many iterations the network has had a part in. Fewer than the run has done mean that it was lost, and set up again by an order that came late:
    /// what it was asked before, without a turn, was asked in vain.
    /// </summary>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("iterations")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<long> Iterations();

    /// <summary>A digest of weights, optimiser and statistics: equal digests mean equal networks.</summary>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("digest")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<string> Digest();

    /// <summary>Frees the network. A released run's turns are refused.</summary>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task Release();
}

/// <summary>What a network grain needs to know to set itself up.</summary>
/// <param name="Run">The run.</param>
/// <param name="Incarnation">From 1; higher than any before.</param>
/// <param name="Recipe">The run's recipe.</param>
/// <param name="From">Where the network goes on from; null for the beginning.</param>
/// <param name="Place">Where the network is to live; null for any lane of whichever silo is asked.</param>
[GenerateSerializer, Immutable, Alias("gan.network-order")]
public sealed record NetworkOrder(RunId Run, int Incarnation, Recipes.Recipe Recipe, RestorePoint? From = null, DevicePlace? Place = null);

/// <summary>A generator that is set up.</summary>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="Device">Where it lives.</param>
[GenerateSerializer, Immutable, Alias("gan.generator-ready")]
public sealed record GeneratorReady(long Parameters, string Device);
