using System.Globalization;
using GanActors.EndToEnd.Tests;

namespace GanActors.Deploy.Tests.Live;

/// <content>Two silos of a cluster, and clients that train there.</content>
public sealed partial class Scene
{
    /// <inheritdoc cref="Silent"/>
    internal static readonly Dictionary<string, string> Silent = new()
    {
        ["cluster: Long turns, late and refused calls"] = "Orleans counts them from the first one on",
        ["cluster: Probes among silos: {{instance}} without an answer"] = "Orleans counts them from the first one on",
        ["cluster: Writing grain state, 95th percentile"] = "Nobody need write within the time that is looked at",
    };

    private async partial Task<int[]> Begin()
    {
        int silo = BuiltProgram.FreePort(), gateway = BuiltProgram.FreePort();
        int[] pages = [BuiltProgram.FreePort(), BuiltProgram.FreePort()];
        string cluster = string.Create(CultureInfo.InvariantCulture, $"localhost:{gateway},{silo}");
        await Serve(pages[0], "--cluster", cluster);
        await Serve(pages[1], "--cluster", cluster, "--silo-port", Number(BuiltProgram.FreePort()), "--gateway-port", Number(BuiltProgram.FreePort()));
        foreach (string[] client in new[] { TrainHealthy(), TrainCollapsing(), RunSweep() })
            Start([.. client, "--cluster", cluster]);
        return pages;
    }

    private async Task Serve(int page, params string[] options)
    {
        Start(["serve", "--http-port", Number(page), "--lanes", "2", .. options]);
        using var client = new HttpClient();
        await PrometheusServer.UntilAnswered(client, new Uri($"http://127.0.0.1:{Number(page)}/health/ready"), () => "A silo does not become a member");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
