using System.Net;
using GanActors.Cli.Commands;
using GanActors.Devices;
using GanActors.Server.Clusters;

namespace GanActors.Cli.Training;

/// <summary>What the user of <c>train</c> asked for.</summary>
/// <param name="Recipe">A name or a file; null for the quick start on the best data at hand.</param>
/// <param name="Overrides">Values of the recipe to change, <c>key=value</c>; the last of a key counts.</param>
/// <param name="Data">The data directory, if named.</param>
/// <param name="Out">The run folder, if named.</param>
/// <param name="Threads">Threads of the CPU device; null for all cores.</param>
/// <param name="Json">JSON lines instead of something to look at.</param>
/// <param name="Resume">Whether the run folder holds a run to go on with.</param>
/// <param name="FromBest">A sweep whose best configuration is trained, in place of a recipe; null for none.</param>
/// <param name="Cluster">The cluster to train on; null for this machine alone.</param>
/// <param name="Device">On what.</param>
/// <param name="Metrics">Where metrics are told while it trains; null for nowhere.</param>
/// <param name="Engine">What computes, on this machine alone.</param>
/// <param name="Pages">Whether the run is shown in pages, too.</param>
internal sealed record TrainingWish(
    string? Recipe, IReadOnlyList<string> Overrides, string? Data, string? Out, int? Threads, bool Json, ResumeWish Resume = ResumeWish.Never, string? FromBest = null,
    ClusterAddress? Cluster = null, DeviceWish Device = DeviceWish.Any, IPEndPoint? Metrics = null, OwnEngine Engine = default, bool Pages = false);

/// <summary>Whether to go on with a run that is there.</summary>
internal enum ResumeWish
{
    /// <summary>A folder with a run is refused.</summary>
    Never,

    /// <summary>Go on with it, or begin.</summary>
    IfThereIsOne,

    /// <summary>It must be there.</summary>
    Always,
}
