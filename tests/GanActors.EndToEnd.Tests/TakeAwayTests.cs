namespace GanActors.EndToEnd.Tests;

/// <summary>What a user does with a run that has ended.</summary>
public sealed class TakeAwayTests : IDisposable
{
    private readonly DirectoryInfo _root = BuiltProgram.NewFolder();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_run_of_images_gives_sheets_single_images_ways_and_models()
    {
        string run = Out("run");
        await Done("train", "quickstart", "--set", "data.name=digits", "--set", "data.limit=512", "--iterations", "5", "--out", run);

        await Done("generate", run, "--out", Out("sheet.png"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "samples", "iteration-000005.png")), File.ReadAllBytes(Out("sheet.png")));
        await Done("generate", run, "--count", "3", "--each", Out("each"));
        Assert.Equal(["0000.png", "0001.png", "0002.png"], Directory.GetFiles(Out("each")).Select(Path.GetFileName).Order());
        await Done("interpolate", run, "--pairs", "2", "--steps", "3", "--out", Out("way.apng"));
        Assert.True(new FileInfo(Out("way.apng")).Length > 1000);
        await Done("export", run, "--format", "onnx");
        Assert.True(File.Exists(Path.Combine(run, "generator-current.onnx")) || File.Exists(Path.Combine(run, "generator-ema.onnx")));
        await Done("export", run, "--out", Out("weights.safetensors"));
        await Done("generate", Out("weights.safetensors"), "--out", Out("again.png"));
        Assert.Equal(File.ReadAllBytes(Out("sheet.png")), File.ReadAllBytes(Out("again.png")));
    }

    [Fact]
    public async Task A_conditional_run_can_be_asked_for_a_class()
    {
        string run = Out("run");
        await Done("train", "quickstart", "--set", "data.name=digits", "--set", "data.limit=512", "--set", "conditional=true", "--iterations", "3", "--out", run);

        await Done("generate", run, "--out", Out("sheet.png"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "samples", "iteration-000003.png")), File.ReadAllBytes(Out("sheet.png")));
        await Done("generate", run, "--class", "7", "--count", "2", "--each", Out("sevens"));
        Assert.Equal(2, Directory.GetFiles(Out("sevens")).Length);
        await Done("interpolate", run, "--class", "7", "--pairs", "2", "--steps", "3", "--out", Out("way.png"));
        await Done("export", run, "--out", Out("model.onnx"));
        await Done("export", run, "--out", Out("weights.safetensors"));
        await Done("generate", Out("weights.safetensors"), "--out", Out("again.png"));
        Assert.Equal(File.ReadAllBytes(Out("sheet.png")), File.ReadAllBytes(Out("again.png")));
    }

    [Fact]
    public async Task A_run_of_points_gives_rows()
    {
        string run = Out("ring");
        await Done("train", "ring", "--iterations", "20", "--out", run);
        await Done("generate", run, "--count", "1000", "--out", Out("points.csv"));
        Assert.Equal(1001, File.ReadLines(Out("points.csv")).Count());
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_one_line()
    {
        File.WriteAllBytes(Out("x.safetensors"), [0, 0, 0, 0, 0, 0, 0, 0x10, (byte)'{']);
        var (exitCode, _, error) = await BuiltProgram.Run("generate", Out("x.safetensors"));
        Assert.Equal(2, exitCode);
        Assert.Equal(
            $"ganactors: {Out("x.safetensors")}: says that its header has 1152921504606846976 bytes; at most 1 can be: this is no safetensors file, or it is cut short",
            error.Trim());
    }

    private static async Task Done(params string[] arguments)
    {
        var (exitCode, _, error) = await BuiltProgram.Run(arguments);
        Assert.True(exitCode == 0, error);
    }

    private string Out(string name) => Path.Combine(_root.FullName, name);
}
