using System.Collections.Immutable;
using GanActors.Duel;
using GanActors.Runs;
using Orleans.Concurrency;

namespace GanActors.Cells;

/// <summary>Runs a group of networks: a grid of cells, or one generator against many discriminators. Its key is the run's id.</summary>
[Alias("gan.cells")]
public interface ICellsGrain : IGrainWithStringKey
{
    /// <summary>Sets the group up and starts it, or goes on where its checkpoints left it; it then goes on by itself. Starting one that is under way changes nothing.</summary>
    [Alias("start")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<CellsStarted> Start(CellsOrder order);

    /// <summary>Asks the group to end after the epoch under way; it still leaves its last sheets and its summary.</summary>
    [Alias("stop")]
    [AlwaysInterleave]
    Task Stop(string reason);

    /// <summary>How the group stands, and what befell it since event number <paramref name="after"/>.</summary>
    /// <param name="after">Number of the last event the caller has seen; 0 at first.</param>
    [Alias("watch")]
    [AlwaysInterleave]
    Task<CellsProgress> Watch(long after);
}

/// <summary>What to run and where its results go.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Spec">Checked: <see cref="CellsSpec"/> or <see cref="MdGanSpec"/>.</param>
/// <param name="Folder">Full path of the run folder.</param>
/// <param name="Opening">Whether the run is new.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.run-order")]
public sealed record CellsOrder(RunId Run, GroupSpec Spec, string Folder, RunOpening Opening = RunOpening.New);

/// <summary>A group that has started.</summary>
/// <param name="Facts">What one of its members is.</param>
/// <param name="Done">Epochs that were done before.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.started")]
public sealed record CellsStarted(CellFacts Facts, long Done);

/// <summary>How a group stands.</summary>
/// <param name="State">Where it is in its life.</param>
/// <param name="Epoch">Epochs that all members have done.</param>
/// <param name="Epochs">Epochs it will train.</param>
/// <param name="Members">Each member, in reading order.</param>
/// <param name="Elapsed">Since it started, or went on.</param>
/// <param name="Left">Estimate of the time left; null before there is one.</param>
/// <param name="Failure">What went wrong, if it failed.</param>
/// <param name="Events">What befell it since the caller's last look, oldest first; where they speak of iterations, epochs are meant.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.progress")]
public sealed record CellsProgress(
    RunState State, long Epoch, long Epochs, ImmutableArray<CellStanding> Members, TimeSpan Elapsed, TimeSpan? Left, string? Failure, ImmutableArray<RunEvent> Events);

/// <summary>How a member stands.</summary>
/// <param name="Place">Which: of one generator's discriminators, the columns of one row.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Row">Its newest figures; null before there are any.</param>
/// <param name="Mixture">Its newest mixture; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.standing")]
public sealed record CellStanding(CellPlace Place, long Epoch, CellRow? Row, CellMixture? Mixture);
