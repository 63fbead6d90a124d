using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Networks;
using Orleans.Concurrency;

namespace GanActors.Cells;

/// <summary>
/// One discriminator of many, with its shard of the data: MD-GAN's worker. Real items never leave it; what it sends is how its loss changes with the generated ones.
/// Its key is <see cref="MemberKeys.OfShard"/>.
/// </summary>
[Alias("gan.cells.shard")]
public interface IShardGrain : IGrainWithStringKey
{
    /// <summary>Sets the discriminator up, at the beginning or as a checkpoint has it.</summary>
    /// <exception cref="StaleTurnException">A newer incarnation is open.</exception>
    [Alias("prepare")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<CellFacts> Prepare(ShardOrder order);

    /// <summary>Learns from one generated batch, then judges another. Asked again for the last iteration, it answers from memory.</summary>
    /// <exception cref="NetworkNotReadyException">It is not set up.</exception>
    /// <exception cref="StaleTurnException">The turn is not the next.</exception>
    /// <exception cref="DivergedException">A step met a number that is not finite.</exception>
    [Alias("learn")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<ShardVerdict> Learn(CellTurn turn, Batch studied, Batch judged);

    /// <summary>The discriminator as it is, with its moments; it stands until the next iteration.</summary>
    /// <exception cref="NetworkNotReadyException">It is not set up, or has gone on.</exception>
    [Alias("whole")]
    [AlwaysInterleave]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Individual> Whole(CellTurn turn);

    /// <summary>Takes the discriminator of another shard over, as that showed it.</summary>
    /// <exception cref="NetworkNotReadyException">One of them is not set up.</exception>
    [Alias("adopt")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task Adopt(CellTurn turn, int from);

    /// <summary>Writes the discriminator's part of a checkpoint.</summary>
    /// <exception cref="NetworkNotReadyException">It is not set up.</exception>
    [Alias("keep")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<PartReceipt> Keep(CheckpointPlace place);

    /// <summary>Frees the network.</summary>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task Release();
}

/// <summary>What a shard needs to know to set itself up.</summary>
/// <param name="Run">The run.</param>
/// <param name="Incarnation">From 1.</param>
/// <param name="Spec">The group.</param>
/// <param name="Shard">Which, from 0.</param>
/// <param name="From">The checkpoint to go on from, with the real batches drawn by then; null for the beginning.</param>
/// <param name="Iterations">Iterations done by then.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.shard-order")]
public sealed record ShardOrder(RunId Run, int Incarnation, MdGanSpec Spec, int Shard, RestorePoint? From = null, long Iterations = 0);

/// <summary>What a shard made of an iteration.</summary>
/// <param name="GeneratorLoss">The generator's, on the batch it judged.</param>
/// <param name="DiscriminatorLoss">Its own, on both sides together; the mean over its steps.</param>
/// <param name="Feedback">dLoss/dItems of the batch it judged.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.shard-verdict")]
public sealed record ShardVerdict(double GeneratorLoss, double DiscriminatorLoss, Batch Feedback);
