using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Server;
using GanActors.Server.Engines;

namespace GanActors.Cli.Tests.Engines;

/// <summary>What a silo computes with, on a machine without GPUs.</summary>
public sealed partial class SiloEngineTests
{
    private static readonly SiloSettings Settings = new(Threads: 1, new DatasetCatalog(DataDirectory.Resolve(), downloads: false), Lanes: 2);

    [Theory]
    [InlineData(null)]
    [InlineData(EngineKind.Cpu)]
    public async Task Unless_asked_otherwise_it_is_our_own_engine(EngineKind? engine)
    {
        string[] devices = await Devices(Settings with { Engine = engine, Devices = DeviceWish.Cpu });
        Assert.Equal(2, devices.Length);
        Assert.All(devices, device => Assert.StartsWith("cpu (1 thread, ", device, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_GPU_that_our_own_engine_is_to_use_is_refused()
    {
        var fault = await Assert.ThrowsAsync<EngineException>(() => Devices(Settings with { Engine = EngineKind.Cpu, Devices = DeviceWish.Cuda }));
        Assert.Equal("there is no GPU here to train on: the CPU engine was asked for", fault.Message);
    }

    private static async Task<string[]> Devices(SiloSettings settings)
    {
        await using var silo = await LocalSilo.StartAsync(settings, TestContext.Current.CancellationToken);
        DeviceBoard board;
        do
            board = await silo.Grains.GetGrain<IDeviceBoardGrain>(0).Look();
        while (board.Silos.IsEmpty);
        return [.. board.Silos[0].Lanes.Select(lane => lane.Device)];
    }
}
