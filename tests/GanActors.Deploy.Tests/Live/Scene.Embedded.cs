using System.Globalization;
using GanActors.EndToEnd.Tests;

namespace GanActors.Deploy.Tests.Live;

/// <content>Three processes, each with a silo of its own.</content>
public sealed partial class Scene
{
    /// <summary>Why queries have no answer here, by dashboard and panel; of panels with several queries, by the legend, too.</summary>
    internal static readonly Dictionary<string, string> Silent = new[]
    {
        "Grain calls", "Grain calls, 95th percentile", "Sent over the network", "Activations", "Clients", "Writing grain state, 95th percentile", "Long turns, late and refused calls",
        "Probes among silos",
    }.ToDictionary(panel => $"cluster: {panel}", _ => "Orleans' own meter is of the cluster stack");

    private partial Task<int[]> Begin()
    {
        int[] ports = [BuiltProgram.FreePort(), BuiltProgram.FreePort(), BuiltProgram.FreePort()];
        Start([.. TrainHealthy(), "--threads", "1", .. Told(ports[0])]);
        Start([.. TrainCollapsing(), "--threads", "1", .. Told(ports[1])]);
        Start([.. RunSweep(), .. Told(ports[2])]);
        return Task.FromResult(ports);
    }

    private static string[] Told(int port) => ["--metrics-port", port.ToString(CultureInfo.InvariantCulture)];
}
