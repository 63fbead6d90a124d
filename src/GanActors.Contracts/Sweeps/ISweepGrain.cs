using GanActors.Duel;
using Orleans.Concurrency;

namespace GanActors.Sweeps;

/// <summary>
/// Runs one sweep: asks its scheduler for work, starts trials as ordinary runs, as many at once as there are lanes, and keeps a journal from which
/// it goes on after whatever befell it. Its key is the sweep's id.
/// </summary>
[Alias("gan.sweep-grain")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Starts the sweep, or goes on with it where its journal left it; it then goes on by itself. Starting one that is under way changes nothing.</summary>
    /// <exception cref="SweepException">The folder holds a sweep that was to be new, none that was to be resumed, or another one.</exception>
    [Alias("start")]
    [ResponseTimeout(NetworkTimeouts.Step)]
    Task<SweepProgress> Start(SweepOrder order);

    /// <summary>Asks the sweep to begin no more work and the runs under way to break off with a checkpoint: it can be resumed.</summary>
    [Alias("stop")]
    [AlwaysInterleave]
    Task Stop(string reason);

    /// <summary>Begins no more work until <see cref="Unpause"/>; what is under way goes on.</summary>
    [Alias("pause")]
    [AlwaysInterleave]
    Task Pause();

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    [Alias("unpause")]
    [AlwaysInterleave]
    Task Unpause();

    /// <summary>Adds trials to the budget of a sweep that is under way.</summary>
    /// <exception cref="SweepException">Its scheduler cannot be extended, or it has ended.</exception>
    [Alias("extend")]
    [AlwaysInterleave]
    Task Extend(int trials);

    /// <summary>How the sweep stands.</summary>
    [Alias("watch")]
    [AlwaysInterleave]
    Task<SweepProgress> Watch();
}

/// <summary>What to run and where its results go.</summary>
/// <param name="Sweep">The sweep's id: lower-case letters, digits and hyphens.</param>
/// <param name="Spec">Checked.</param>
/// <param name="Folder">Full path of the sweep's folder.</param>
/// <param name="Resume">Whether it is to go on with the sweep in the folder; else the folder must hold none.</param>
/// <param name="Parallel">Runs at once; null for what the sweep says.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep-order")]
public sealed record SweepOrder(string Sweep, SweepSpec Spec, string Folder, bool Resume = false, int? Parallel = null);
