using GanActors.Pictures;

namespace GanActors.Cli.Tests.Generation;

public sealed class GenerateTests : IDisposable
{
    private readonly TestRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Theory]
    [InlineData("tiny")]
    [InlineData("runs/tiny")]
    [InlineData("runs/tiny/generator.safetensors")]
    public async Task A_run_or_its_file_makes_a_sheet_beside_it(string source)
    {
        string folder = KeptRuns.Images(_room, "tiny");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", source));
        Assert.Equal((3 * ((20 * 3) + 2)) + 2, Width(Path.Combine(folder, "generated-seed-1.png")));
        Assert.Contains("tiny, 1,234 iterations, current weights", _room.Output, StringComparison.Ordinal);
        Assert.Contains("6 x [4], normal, seed 1", _room.Output, StringComparison.Ordinal);
        Assert.Equal("", _room.Error);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_sheet_and_another_seed_another()
    {
        KeptRuns.Images(_room, "tiny");
        foreach (var (seed, file) in new[] { ("7", "a.png"), ("7", "b.png"), ("8", "c.png") })
            Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--seed", seed, "--out", file));
        Assert.Equal(Bytes("a.png"), Bytes("b.png"));
        Assert.NotEqual(Bytes("a.png"), Bytes("c.png"));
    }

    [Fact]
    public async Task Truncation_changes_the_sheet_and_is_told()
    {
        KeptRuns.Images(_room, "tiny");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--out", "a.png"));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--truncation", "0.5", "--out", "b.png"));
        Assert.NotEqual(Bytes("a.png"), Bytes("b.png"));
        Assert.Contains("truncated at 0.5", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_image_has_a_file_pixel_for_pixel_however_many_are_made_together()
    {
        KeptRuns.Images(_room, "tiny");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--count", "300", "--each", "fakes"));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--count", "2", "--each", "few"));
        Assert.Equal(300, Directory.GetFiles(Path.Combine(_room.Directory, "fakes")).Length);
        Assert.Equal(20, Width(Path.Combine(_room.Directory, "fakes", "0299.png")));
        Assert.Equal(Bytes("fakes/0001.png"), Bytes("few/0001.png"));
    }

    [Fact]
    public async Task Points_become_rows_and_a_scatter_picture()
    {
        string folder = KeptRuns.Points(_room, "dots");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "dots", "--count", "50"));
        string[] rows = File.ReadAllLines(Path.Combine(folder, "generated-seed-1.csv"));
        Assert.Equal("x,y", rows[0]);
        Assert.Equal(51, rows.Length);
        Assert.Equal(800, Width(Path.Combine(folder, "generated-seed-1.png")));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "dots", "--out", "only.csv"));
        Assert.Equal(7, File.ReadAllLines(Path.Combine(_room.Directory, "only.csv")).Length);
    }

    [Fact]
    public async Task The_average_is_taken_where_there_is_one_unless_asked_otherwise()
    {
        KeptRuns.Images(_room, "tiny", average: true);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny"));
        Assert.Contains("moving average of the weights", _room.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "tiny", "--weights", "current"));
        Assert.Contains("current weights, not their average", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conditional_sheet_has_a_class_in_each_row_and_one_class_if_asked()
    {
        KeptRuns.Conditional(_room, "three");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "three", "--out", "all.png"));
        Assert.Contains("3 x [4], normal, seed 1", _room.Output, StringComparison.Ordinal);
        Assert.Contains("0 to 2, one a row; the same noise down each column", _room.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "three", "--class", "1", "--grid", "1x3", "--out", "one.png"));
        var all = PngDecoder.Decode(Bytes("all.png")).Pixels;
        var one = PngDecoder.Decode(Bytes("one.png")).Pixels;
        int row = (6 * 3) + 2;
        Assert.Equal((3 * row) + 2, all.Height);
        for (int y = 0; y < row; y++)
            Assert.True(all.Row(row + y).SequenceEqual(one.Row(y)), $"row {y}");
        Assert.False(all.Row(5).SequenceEqual(one.Row(5)));
    }

    [Fact]
    public async Task Single_images_of_all_classes_lie_in_a_folder_for_each_and_those_of_one_class_do_not()
    {
        KeptRuns.Conditional(_room, "three");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "three", "--count", "7", "--each", "fakes"));
        Assert.Equal(
            ["0/0000.png", "0/0003.png", "0/0006.png", "1/0001.png", "1/0004.png", "2/0002.png", "2/0005.png"],
            Directory.GetFiles(Path.Combine(_room.Directory, "fakes"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Path.Combine(_room.Directory, "fakes"), file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("generate", "three", "--count", "7", "--class", "1", "--each", "ones"));
        Assert.Equal(Bytes("fakes/1/0004.png"), Bytes("ones/0004.png"));
        Assert.NotEqual(Bytes("fakes/2/0005.png"), Bytes("ones/0005.png"));
    }

    [Theory]
    [InlineData("generate tini", "there is no run or file 'tini'; did you mean 'tiny'?")]
    [InlineData("generate elsewhere", "there is no run or file 'elsewhere'; the last one here is 'tiny'")]
    [InlineData("generate empty", "'empty' holds no generator.safetensors; a run leaves it there when it ends")]
    [InlineData("generate text.safetensors", "text.safetensors: says that its header has")]
    [InlineData("generate tiny --weights ema", "generator.safetensors: no moving average of the weights was kept")]
    [InlineData("generate tiny --weights emma", "--weights takes ema or current, not 'emma'; did you mean 'ema'?")]
    [InlineData("generate tiny --grid 3", "--grid takes rows and columns from 1 to 1000, such as 8x8, not '3'")]
    [InlineData("generate tiny --grid 2x2 --count 5", "--grid 2x2 has room for 4 images, not for --count 5")]
    [InlineData("generate tiny --grid 1000x1000", "a sheet of 1000 x 1000 images of 6 x 20 would be more than 16,384 pixels long")]
    [InlineData("generate tiny --truncation 0", "--truncation takes a number from 0.01 to 100, not '0'")]
    [InlineData("generate tiny --out x.gif", "--out: takes a file that ends in .png here, not 'x.gif'")]
    [InlineData("generate tiny --out runs", "--out: 'runs' is a folder; name a file in it")]
    [InlineData("generate tiny --each runs", "--each: 'runs' is not empty")]
    [InlineData("generate tiny --each a --out b.png", "give one of them")]
    [InlineData("generate tiny --each a --grid 2x2", "--each makes single images")]
    [InlineData("generate dots --grid 2x2", "dots makes items of [2], not images: --grid means nothing to it")]
    [InlineData("generate tiny --class 1", "--class: tiny is not conditional")]
    [InlineData("generate three --class 3", "--class takes a whole number from 0 to 2 here, not '3'")]
    [InlineData("generate three --class 256", "--class takes a whole number from 0 to 255, not '256'")]
    [InlineData("interpolate three --class 3", "--class takes a whole number from 0 to 2 here, not '3'")]
    [InlineData("generate", "RUN|FILE is missing")]
    [InlineData("interpolate tiny --spherical --linear", "give one of them")]
    [InlineData("interpolate tiny --steps 1", "--steps takes a whole number from 2 to 1000, not '1'")]
    [InlineData("interpolate tiny --out x.csv", "--out: takes a file that ends in .png or .apng here")]
    [InlineData("export tiny", "--format is missing: safetensors or onnx; or name a file with --out")]
    [InlineData("export tiny --format pickle", "--format takes safetensors or onnx, not 'pickle'")]
    [InlineData("export tiny --out x.pt", "--out: takes a file that ends in .safetensors or .onnx here, not 'x.pt'")]
    [InlineData("export tiny --format onnx --out x.safetensors", "--out: takes a file that ends in .onnx here")]
    [InlineData("export tiny --out runs/tiny/generator.safetensors", "is the generator itself; name another file")]
    public async Task What_cannot_be_done_is_one_line_and_nothing_is_written(string line, string message)
    {
        KeptRuns.Points(_room, "dots");
        KeptRuns.Conditional(_room, "three");
        File.SetLastWriteTimeUtc(Path.Combine(_room.Directory, "runs", "three", "generator.safetensors"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        KeptRuns.Images(_room, "tiny");
        File.SetLastWriteTimeUtc(Path.Combine(_room.Directory, "runs", "dots", "generator.safetensors"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Directory.CreateDirectory(Path.Combine(_room.Directory, "empty"));
        File.WriteAllText(Path.Combine(_room.Directory, "text.safetensors"), "name: ring\nbatch: 64\n");
        int files = Directory.GetFiles(_room.Directory, "*", SearchOption.AllDirectories).Length;
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync(line.Split(' ')));
        string error = Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFiles(_room.Directory, "*", SearchOption.AllDirectories).Length);
    }

    private byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(_room.Directory, file));

    private static int Width(string png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(png).AsSpan(16));
}
