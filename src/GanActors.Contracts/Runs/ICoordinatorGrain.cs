using System.Collections.Immutable;
using GanActors.Checkpoints;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Recipes;
using Orleans.Concurrency;

namespace GanActors.Runs;

/// <summary>
/// Runs one duel: carries batches, verdicts and feedback between the run's two networks and alone decides whose weights may move.
/// Its key is the run's id.
/// </summary>
[Alias("gan.coordinator")]
public interface ICoordinatorGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sets both networks up and starts the duel, or goes on with it where its newest checkpoint left it; it then goes on by itself. Starting a
    /// run that is under way changes nothing.
    /// </summary>
    /// <exception cref="NoDeviceException">No device was free in a while. The run keeps its place in the queue if it is started again soon.</exception>
    /// <exception cref="MisplacedException">The coordinator moves to the silo of the run's networks; asked again, it starts there.</exception>
    [Alias("start")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<RunStarted> Start(RunOrder order);

    /// <summary>Asks the run to end after the iteration under way; it still leaves its last sheet, plots and summary.</summary>
    [Alias("stop")]
    [AlwaysInterleave]
    Task Stop(string reason);

    /// <summary>How the run stands, and what happened since event number <paramref name="after"/>.</summary>
    /// <param name="after">Number of the last event the caller has seen; 0 at first.</param>
    [Alias("watch")]
    [AlwaysInterleave]
    Task<RunProgress> Watch(long after);

    /// <summary>How the run stands when it has ended, or after a while, without its events.</summary>
    /// <param name="patience">How long its end is waited for; short of the silo's response timeout.</param>
    [Alias("await-end")]
    [AlwaysInterleave]
    Task<RunProgress> AwaitEnd(TimeSpan patience);

    /// <summary>Has a run that is under way break off after its iteration, with a checkpoint but without an end; the next start goes on from there. Returns when it has.</summary>
    [Alias("leave")]
    [AlwaysInterleave]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task Leave();

    /// <summary>Lets the activation of a run that has ended go; one that is under way goes on.</summary>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task Release();
}

/// <summary>What to run and where its results go.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Recipe">Checked.</param>
/// <param name="Folder">Full path of the run folder.</param>
/// <param name="RecipeYaml">The resolved recipe, as it is kept in the run folder.</param>
/// <param name="Opening">Whether the run is new.</param>
/// <param name="Changes">How the recipe differs from that of the run so far, one a line; empty if it does not.</param>
/// <param name="Until">Iterations after which it breaks off, to be resumed perhaps: it ends like a run that somebody has stopped. Null to go on to its end.</param>
/// <param name="Donor">
/// A checkpoint of another run of the same networks: its networks, with all state of their optimisers, take the place of this run's. If this run's
/// newest checkpoint is after fewer iterations, its figures begin anew there; if it is after more, the run has gone on since, and nothing is taken
/// over. Null to go on with its own.
/// </param>
/// <param name="Device">On what its networks are to be trained.</param>
/// <param name="Revives">Whether the run is brought back by itself if its coordinator is lost; false if whoever ordered it sees to that.</param>
/// <param name="MayMove">Whether the coordinator may move to the silo of its networks first.</param>
/// <param name="Sweep">The sweep that it is a run of; null for none.</param>
[GenerateSerializer, Immutable, Alias("gan.run-order")]
public sealed record RunOrder(
    RunId Run,
    Recipe Recipe,
    string Folder,
    string RecipeYaml,
    RunOpening Opening = RunOpening.New,
    ImmutableArray<string> Changes = default,
    long? Until = null,
    CheckpointPlace? Donor = null,
    DeviceWish Device = DeviceWish.Any,
    bool Revives = true,
    bool MayMove = true,
    string? Sweep = null);

/// <summary>How a run begins.</summary>
public enum RunOpening
{
    /// <summary>From the beginning, in a folder that holds no run.</summary>
    New,

    /// <summary>Where the newest whole checkpoint of the run in the folder left it; from the beginning if there is none.</summary>
    Resume,
}

/// <summary>A run that has started.</summary>
/// <param name="Generator">Its generator.</param>
/// <param name="Discriminator">Its discriminator.</param>
/// <param name="Iterations">How many iterations it will have run at its end.</param>
/// <param name="Done">How many of them were done before.</param>
[GenerateSerializer, Immutable, Alias("gan.run-started")]
public sealed record RunStarted(GeneratorReady Generator, DiscriminatorReady Discriminator, long Iterations, long Done = 0)
{
    /// <summary>Where the networks live; both devices if they differ.</summary>
    public string Device => Generator.Device == Discriminator.Device ? Generator.Device : $"generator on {Generator.Device}, discriminator on {Discriminator.Device}";
}
