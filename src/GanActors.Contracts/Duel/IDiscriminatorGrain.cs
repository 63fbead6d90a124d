using System.Collections.Immutable;
using GanActors.Checkpoints;
using GanActors.Networks;

namespace GanActors.Duel;

/// <summary>Holds a run's discriminator and draws its real batches. Its key is the run's id, and the run's coordinator is its only caller.</summary>
[Alias("gan.discriminator")]
public interface IDiscriminatorGrain : IGrainWithStringKey
{
    /// <summary>Builds the network, opens the data set and an incarnation; all turns of older ones become stale. Repeating it changes nothing.</summary>
    /// <exception cref="StaleTurnException">A newer incarnation is open.</exception>
    [Alias("prepare")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<DiscriminatorReady> Prepare(NetworkOrder order);

    /// <summary>
    /// One sub-step of the discriminator's phase: draws its own real batch, learns from it and from the fakes as the recipe's
    /// <see cref="Recipes.StudyKind"/> says.
    /// </summary>
    /// <param name="turn">A discriminator turn.</param>
    /// <param name="fakes">Null only where the recipe's switch feeds real items in this turn.</param>
    /// <exception cref="FrozenNetworkException">The turn is the generator's.</exception>
    /// <exception cref="TurnRefusedException">The discriminator has looked on in this turn.</exception>
    /// <exception cref="StaleTurnException">The turn is past.</exception>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("study")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Verdict> Study(Turn turn, FakeBatch? fakes);

    /// <summary>
    /// Takes the place of the only sub-step of a discriminator's phase in which the schedule keeps it frozen: draws its own real batch as it would to
    /// study, and says what it makes of it and of the fakes. No weight gradient is computed, and nothing of the network changes.
    /// </summary>
    /// <param name="turn">A discriminator turn, which must not have been studied; nor can it be afterwards.</param>
    /// <param name="fakes">Null only where the recipe's switch feeds real items in this turn.</param>
    /// <returns>A verdict without a step: neither gradient norm, penalty nor learning rate.</returns>
    /// <exception cref="TurnRefusedException">The turn is the generator's, or the discriminator has studied in it.</exception>
    /// <exception cref="StaleTurnException">The turn is past.</exception>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("assess")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Verdict> Assess(Turn turn, FakeBatch? fakes);

    /// <summary>Judges fakes in the generator's phase. The discriminator is frozen: no weight gradient is computed.</summary>
    /// <exception cref="TurnRefusedException">The turn is the discriminator's own.</exception>
    /// <exception cref="StaleTurnException">The turn is past.</exception>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("judge")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Judgement> Judge(Turn turn, FakeBatch fakes);

    /// <summary>The first real items, for looking at beside the generated ones; of a conditional run, those of a row's class in each row of the sheet.</summary>
    /// <exception cref="NetworkNotReadyException">The network is not set up.</exception>
    [Alias("show")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Batch> Show(int count);

    /// <inheritdoc cref="IGeneratorGrain.Keep"/>
    [Alias("keep")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<PartReceipt> Keep(CheckpointPlace place);

    /// <inheritdoc cref="IGeneratorGrain.Iterations"/>
    [Alias("iterations")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<long> Iterations();

    /// <inheritdoc cref="IGeneratorGrain.Digest"/>
    [Alias("digest")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<string> Digest();

    /// <inheritdoc cref="IGeneratorGrain.Release"/>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task Release();
}

/// <summary>A discriminator that is set up.</summary>
/// <param name="Item">Shape of the data's items.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="Device">Where it lives.</param>
/// <param name="BatchesPerEpoch">Whole batches of real items in an epoch.</param>
/// <param name="Data">Where the data came from, in words.</param>
/// <param name="ClassCounts">How many items each class has; empty if the recipe is not conditional.</param>
/// <param name="Modes">What the data were drawn from, if that is known.</param>
[GenerateSerializer, Immutable, Alias("gan.discriminator-ready")]
public sealed record DiscriminatorReady(
    Shape Item, long Parameters, string Device, int BatchesPerEpoch, string Data, ImmutableArray<int> ClassCounts, MixtureModes? Modes = null);
