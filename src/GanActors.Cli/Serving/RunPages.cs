using System.Diagnostics;
using GanActors.Checkpoints;
using GanActors.Cli.Rendering;
using GanActors.Datasets;
using GanActors.Server.Clusters;
using GanActors.Server.Engines;
using GanActors.Server.Home;
using GanActors.Server.Hosting;
using GanActors.Server.Runs;
using GanActors.Server.Security;

namespace GanActors.Cli.Serving;

/// <summary>The pages of one run, beside the command that trains it. Only this machine reaches them.</summary>
internal sealed class RunPages : IAsyncDisposable
{
    private readonly PageServer _server;

    private RunPages(PageServer server, string run) => (_server, Address) = (server, new Uri(server.Addresses[0], $"/runs/{run}"));

    /// <summary>Where the run's page is.</summary>
    public Uri Address { get; }

    /// <summary>Opens them, and has the desktop's browser show them where there is one.</summary>
    /// <param name="folder">The run, under way.</param>
    /// <param name="heading">What is known of it.</param>
    /// <param name="catalog">The data sets at hand.</param>
    /// <param name="engine">What computes.</param>
    /// <param name="grains">Reaches its coordinator.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<RunPages> Open(RunFolder folder, RunHeading heading, DatasetCatalog catalog, EngineKind? engine, IGrainFactory grains, CancellationToken stop)
    {
        var home = new HomeFolder(Path.GetDirectoryName(folder.Path) ?? folder.Path, folder);
        PageServer server;
        try
        {
            server = await Start(PageSettings.DefaultUrl);
        }
        catch (ClusterException)
        {
            // A server is there already.
            server = await Start("http://127.0.0.1:0");
        }

        server.Adopt(home.AllRuns().Single(), RecipeGlance.Of(heading.Order.RecipeYaml));
        var pages = new RunPages(server, folder.Run.Value);
        pages.Show();
        return pages;

        Task<PageServer> Start(string url) =>
            PageServer.StartAsync(new PageSettings([new Uri(url)], home, GateSettings.Open, catalog, ConfiguredCheckpointStores.FromEnvironment(), engine), grains, null, stop);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // Not in a log's or a remote shell's place, where there is nobody to look.
    private void Show()
    {
        bool isDesktop = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!isDesktop || Console.IsOutputRedirected)
            return;
        try
        {
            Process.Start(new ProcessStartInfo(Address.ToString()) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // There is no browser; the address was told.
        }
    }
}
