using System.Diagnostics;
using System.Globalization;
using System.Net;
using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Grains;
using GanActors.Grains.Devices;
using GanActors.Server;
using GanActors.Server.Clusters;
using GanActors.Server.Clusters.Transport;
using GanActors.Server.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GanActors.Duel.Benchmarks.Silos;

/// <content>On Microsoft Orleans, with the list of members in the first process.</content>
internal sealed partial class SiloPair
{
    private IHost _host = null!;
    private Process _second = null!;

    public static partial async Task<SiloPair?> StartAsync()
    {
        int[] ports = [.. Enumerable.Range(0, 4).Select(_ => LocalSilo.FreePort())];
        var host = await Start(ports[0], ports[1], ports[0]);
        var second = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Second, .. new[] { ports[2], ports[3], ports[0] }.Select(port => port.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardInput = true,
        })!;
        var pair = new SiloPair { _host = host, _second = second, Grains = host.Services.GetRequiredService<IGrainFactory>(), Here = host.Services.GetRequiredService<ISiloHere>() };
        var board = pair.Grains.GetGrain<IDeviceBoardGrain>(0);
        while (pair.Names.Count < 2)
        {
            await Task.Delay(100);
            pair.Names = [.. (await board.Look()).Silos.Select(silo => silo.Silo)];
        }

        return pair;
    }

    public static partial async Task ServeAsync(string[] ports)
    {
        int[] numbers = [.. ports.Select(port => int.Parse(port, CultureInfo.InvariantCulture))];
        using var host = await Start(numbers[0], numbers[1], numbers[2]);
        // On a thread of its own: one of the pool's would be missing from the silo all the time.
        await Task.Factory.StartNew(
            () =>
            {
                while (Console.In.Read() >= 0)
                {
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _second.StandardInput.Close();
        await _second.WaitForExitAsync();
        _second.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task<IHost> Start(int silo, int gateway, int primary)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ToStandardError(LogLevel.Error);
        builder.UseOrleans(orleans => Membership.KeepInMemory(orleans.UseLocalhostClustering(silo, gateway, new IPEndPoint(IPAddress.Loopback, primary))));
        builder.Services.AddWireSettings();
        WideSockets.Use(builder.Services);
        var settings = new SiloSettings(Threads: 1, new DatasetCatalog(DataDirectory.Resolve(), downloads: false));
        LocalSilo.AddRooms(builder.Services, settings, new DirectoryCheckpointStores(), new LaneDevices([() => new MadeUpGpu()], null));
        var host = builder.Build();
        // Half of the lane is taken, so that both networks have room on neither.
        host.Services.GetRequiredService<LanePool>().Claim(new RunId("another"));
        await host.StartAsync();
        return host;
    }
}
