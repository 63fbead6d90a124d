using System.Net;
using GanActors.Cli.Commands;
using GanActors.Server.Clusters;

namespace GanActors.Cli.Sweeps;

/// <summary>What the user of <c>sweep</c> asked for.</summary>
/// <param name="File">A sweep's name, a file, or, to resume, a sweep's folder.</param>
/// <param name="Out">The sweep's folder, if named.</param>
/// <param name="Resume">Whether to go on with a sweep that is there.</param>
/// <param name="Data">The data directory, if named.</param>
/// <param name="Parallel">Runs at once; null for what the sweep says.</param>
/// <param name="Overrides">Values of a group's file to change, <c>key=value</c> each.</param>
/// <param name="Json">JSON lines instead of something to look at.</param>
/// <param name="Cluster">The cluster to run on; null for this machine alone.</param>
/// <param name="Metrics">Where metrics are told while it runs; null for nowhere.</param>
/// <param name="Engine">What computes, on this machine alone.</param>
internal sealed record SweepAsk(
    string File, string? Out, bool Resume, string? Data, int? Parallel, IReadOnlyList<string> Overrides, bool Json, ClusterAddress? Cluster = null,
    IPEndPoint? Metrics = null, OwnEngine Engine = default);
