using GanActors.Exchange;

namespace GanActors.Cli.Tests.Generation;

public sealed class ExportTests : IDisposable
{
    private readonly TestRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Safetensors_hold_one_kind_of_weights_and_can_be_generated_from()
    {
        string folder = KeptRuns.Images(_room, "tiny", average: true);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("export", "tiny", "--format", "safetensors"));
        string exported = Path.Combine(folder, "generator-ema.safetensors");
        Assert.Equal(["0.weight", "0.bias"], GeneratorFile.Read(exported).Tensors.Select(tensor => tensor.Name));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", exported, "--out", "a.png"));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--out", "b.png"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_room.Directory, "a.png")), File.ReadAllBytes(Path.Combine(_room.Directory, "b.png")));
    }

    [Fact]
    public async Task The_files_name_decides_the_format()
    {
        KeptRuns.Images(_room, "tiny");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("export", "tiny", "--out", "models/tiny.onnx"));
        Assert.True(new FileInfo(Path.Combine(_room.Directory, "models", "tiny.onnx")).Length > 4 * 150);
        Assert.Contains("noise [batch, 4] to image [batch, 1, 6, 20]", _room.Output, StringComparison.Ordinal);
    }
}
