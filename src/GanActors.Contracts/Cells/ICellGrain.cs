using GanActors.Duel;
using GanActors.Networks;
using Orleans.Concurrency;

namespace GanActors.Cells;

/// <summary>
/// One cell of a grid: owns its generator and discriminator, their learning rates and its mixture weights. Its key is <see cref="MemberKeys.OfCell"/>. Trains when the
/// grid's coordinator asks, and shows what it has come to at any time.
/// </summary>
[Alias("gan.cells.cell")]
public interface ICellGrain : IGrainWithStringKey
{
    /// <summary>Sets the cell up as its newest checkpoint has it, or at the beginning. One that is well, and no further than wanted, stays as it is.</summary>
    /// <exception cref="StaleTurnException">A newer incarnation is open.</exception>
    [Alias("prepare")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<CellReady> Prepare(CellOrder order);

    /// <summary>Trains one epoch and writes a checkpoint. Asked again for the last epoch, it answers from memory.</summary>
    /// <exception cref="NetworkNotReadyException">The cell, or a neighbour it needs, is not set up.</exception>
    /// <exception cref="StaleTurnException">The turn is another epoch's or incarnation's.</exception>
    /// <exception cref="DivergedException">A step met a number that is not finite.</exception>
    [Alias("train")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<CellRow> Train(CellTurn turn);

    /// <summary>What the cell had come to after so many epochs, or by now.</summary>
    /// <param name="epoch">Of the last two epochs, or one that is still kept as a checkpoint; null for the newest.</param>
    /// <exception cref="NetworkNotReadyException">The cell is not set up, or has not come so far.</exception>
    [Alias("snapshot")]
    [AlwaysInterleave]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<CellSnapshot> Snapshot(long? epoch);

    /// <summary>One of the networks with its optimiser's moments, for one who takes it over.</summary>
    /// <inheritdoc cref="Snapshot"/>
    [Alias("whole")]
    [AlwaysInterleave]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<Individual> Whole(long epoch, NetworkRole role);

    /// <summary>Searches for better mixture weights. Asked again for the epoch searched last, it answers from memory.</summary>
    /// <exception cref="NetworkNotReadyException">The cell, or a neighbour it needs, is not set up.</exception>
    [Alias("mix")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<CellMixture> Mix(CellTurn turn);

    /// <summary>Breaks the epoch under way off.</summary>
    [Alias("stop")]
    [AlwaysInterleave]
    Task Stop();

    /// <summary>Frees the networks.</summary>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task Release();
}
