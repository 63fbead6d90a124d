using GanActors.Devices;
using GanActors.Engines.Torch;
using GanActors.Server.Engines;

namespace GanActors.Cli.Tests.Engines;

/// <content>In a build with TorchSharp.</content>
public sealed partial class SiloEngineTests
{
    [Fact]
    public async Task Torch_takes_the_lanes_that_it_is_asked_for_or_is_refused_with_what_is_missing()
    {
        var settings = Settings with { Engine = EngineKind.Torch, Devices = DeviceWish.Cpu };
        if (TorchDevices.Missing is { } missing)
        {
            var fault = await Assert.ThrowsAsync<EngineException>(() => Devices(settings));
            Assert.Equal(missing, fault.Message);
            Assert.Skip(missing);
        }

        Assert.Equal(["torch cpu (1 thread)", "torch cpu (1 thread)"], await Devices(settings));
    }

    [Fact]
    public async Task A_command_trains_on_it_and_says_so()
    {
        if (TorchDevices.Missing is { } missing)
            Assert.Skip(missing);
        using var room = new TestRoom { TakesRealSilos = true };
        Assert.Equal(ExitCode.Done, await room.RunAsync("train", "ring", "--engine", "torch", "--device", "cpu", "--threads", "1", "--iterations", "3", "--out", "ring"));
        Assert.Contains("torch cpu (1 thread)", room.Output, StringComparison.Ordinal);
        Assert.Contains("torch cpu (1 thread)", File.ReadAllText(Path.Combine(room.Directory, "ring", "summary.json")), StringComparison.Ordinal);
        Assert.Contains("from the beginning, torch cpu (1 thread)", File.ReadAllText(Path.Combine(room.Directory, "ring", "events.jsonl")), StringComparison.Ordinal);
    }
}
