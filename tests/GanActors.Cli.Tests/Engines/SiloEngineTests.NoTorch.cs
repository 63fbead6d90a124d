using GanActors.Devices;
using GanActors.Server.Engines;

namespace GanActors.Cli.Tests.Engines;

/// <content>In a build without TorchSharp.</content>
public sealed partial class SiloEngineTests
{
    [Theory]
    [InlineData(EngineKind.Torch, DeviceWish.Any, false)]
    [InlineData(null, DeviceWish.Cuda, false)]
    [InlineData(null, DeviceWish.Any, true)]
    public async Task What_this_build_lacks_is_refused_with_the_build_that_has_it(EngineKind? engine, DeviceWish wish, bool tensorFloat32)
    {
        var fault = await Assert.ThrowsAsync<EngineException>(() => Devices(Settings with { Engine = engine, Devices = wish, TensorFloat32 = tensorFloat32 }));
        Assert.Contains("-p:Stack=cluster -p:Torch=cpu", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_says_so_in_a_line()
    {
        using var room = new TestRoom { TakesRealSilos = true };
        Assert.Equal(ExitCode.BadInput, await room.RunAsync("train", "ring", "--engine", "torch"));
        Assert.StartsWith("ganactors: this build has no TorchSharp", room.Error, StringComparison.Ordinal);
        Assert.Single(room.Error.TrimEnd('\n').Split('\n'));
    }
}
