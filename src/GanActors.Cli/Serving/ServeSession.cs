using GanActors.Server;
using GanActors.Server.Clusters;
using GanActors.Server.Home;
using GanActors.Server.Hosting;
using GanActors.Server.Security;
using GanActors.Telemetry;

namespace GanActors.Cli.Serving;

/// <summary>One <c>serve</c>, from its start to the signal that ends it.</summary>
/// <param name="settings">A silo in this process.</param>
/// <param name="member">As a member of a cluster; null for a silo of its own.</param>
/// <param name="pages">The pages.</param>
/// <param name="surroundings">What it touches.</param>
internal sealed class ServeSession(SiloSettings settings, ServeSettings? member, PageWish pages, Surroundings surroundings)
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public Task<int> RunAsync(CancellationToken stop) => member is null ? ServeAlone(stop) : ServeCluster(member, stop);

    private async Task<int> ServeAlone(CancellationToken stop)
    {
        var page = Settings(pages.Urls ?? [new Uri(PageSettings.DefaultUrl)], null);
        using var telemetry = ProcessTelemetry.Start(isScraped: true);
        await using (var silo = await LocalSilo.StartAsync(settings, stop))
        {
            await using (var server = await PageServer.StartAsync(page, silo.Grains, telemetry, stop))
            {
                Tell(server, page);
                if (silo.Note is { } note)
                    surroundings.Out.WriteLine(note);
                await Told(stop);
                surroundings.Out.WriteLine("ending: runs leave checkpoints and go on with the next `ganactors serve`");
            }
        }

        surroundings.Out.WriteLine("ended");
        return ExitCode.Done;
    }

    private async Task<int> ServeCluster(ServeSettings own, CancellationToken stop)
    {
        var page = pages.Urls is { } urls ? Settings(urls, own.Cluster.ToString()) : null;
        await using (var silo = await ClusterStack.ServeAsync(own, stop))
        {
            foreach (string place in silo.Places)
                surroundings.Out.WriteLine(place);
            if (page is null)
            {
                await Told(stop);
            }
            else
            {
                await using var server = await PageServer.StartAsync(page, silo.Grains, null, stop);
                Tell(server, page);
                await Told(stop);
            }

            surroundings.Out.WriteLine("leaving the cluster");
        }

        surroundings.Out.WriteLine("left the cluster");
        return ExitCode.Done;
    }

    private PageSettings Settings(IReadOnlyList<Uri> urls, string? cluster) =>
        new(urls, new HomeFolder(pages.Home), pages.Gate(urls), settings.Data, settings.OpenStores(), settings.Engine, cluster);

    private void Tell(PageServer server, PageSettings page)
    {
        foreach (var address in server.Addresses)
            surroundings.Out.WriteLine($"pages are at {address}");
        surroundings.Out.WriteLine($"they show runs/ and sweeps/ in {page.Home.Path}");
        surroundings.Out.WriteLine(page.Gate.Auth switch
        {
            AuthKind.Key => "who comes shows an API key",
            AuthKind.Proxy => $"the reverse proxy names who comes by {page.Gate.ProxyHeader}",
            _ => "only this machine's users reach them; they need no key",
        });
    }

    private static async Task Told(CancellationToken stop)
    {
        var told = new TaskCompletionSource();
        await using var registration = stop.Register(told.SetResult);
        await told.Task;
    }
}
