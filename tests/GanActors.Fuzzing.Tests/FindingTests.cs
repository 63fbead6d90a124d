using System.Diagnostics;
using System.Text;
using GanActors.Datasets;
using GanActors.Datasets.Tests;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Fuzzing.Tests;

/// <summary>What spoilt input has brought to light, the smallest of each kind, and what is right instead.</summary>
public sealed class FindingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_PNG_file_whose_pixels_want_a_dictionary_is_damaged()
    {
        // The bit FDICT of zlib's header, and a check that fits: the library throws what is no InvalidDataException.
        byte[] wants = [0x78, 0x20, 0, 0, 0, 1];
        wants[1] += (byte)(31 - (((wants[0] << 8) + wants[1]) % 31));
        byte[] file = PngParts.Join([("IHDR", PngParts.Header(1, 1, 8, 0)), ("IDAT", wants), ("IEND", [])]);
        Assert.Contains("damaged", Assert.Throws<PngException>(() => PngDecoder.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_JPEG_file_that_promises_many_pixels_is_refused_before_there_is_room_made_for_them()
    {
        MadePictures.NeedJpeg();
        byte[] file = [.. MadePictures.Jpeg.First().File];
        int frame = Frame(file);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x20, 0, 0x20, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold the 8,192 x 8,192 pixels", Refused(file), StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_JPEG_file_that_goes_over_its_pixels_again_and_again_is_refused()
    {
        MadePictures.NeedJpeg();
        byte[] file = [.. MadePictures.Jpeg.First().File];
        int frame = Frame(file);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x20, 0, 0x20, 0);
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
        Assert.Contains("scans over 67,108,864 pixels are too many", Refused([.. file, .. Enumerable.Repeat(scan, 20_000).SelectMany(bytes => bytes)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_among_pictures_is_passed_over_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        _folder.Write("pictures/a.png", PngBytes.Plain(2, 2, 1, 2, 3));
        using (var make = Process.Start("mkfifo", [Path.Combine(_folder.Path, "pictures", "pipe.png")]))
            make.WaitForExit();
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "pictures", "to-the-pipe.png"), "pipe.png");
        var dataset = ImageFolder.Read(
            "pictures", Path.Combine(_folder.Path, "pictures"), new ImageSpec(2, 2, 3, ImageFit.Crop, ImageBackground.Black), null,
            new DecodedCache([]), null, TestContext.Current.CancellationToken);
        Assert.Equal(1, dataset.Count);
        Assert.Contains("2 of 3 files skipped: first pipe.png: it is empty", dataset.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_a_terminal_would_obey_is_not_printed_as_it_is()
    {
        string folder = Path.Combine(_folder.Path, "pictures");
        _folder.Write("pictures/\u001b[2J\nganactors: all is well.png", []);
        var fault = Assert.Throws<DatasetException>(() => ImageFolder.Read(
            "pictures", folder, new ImageSpec(2, 2, 3, ImageFit.Crop, ImageBackground.Black), null, new DecodedCache([]), null, TestContext.Current.CancellationToken));
        Assert.Equal($"{folder}: its only picture cannot be read: ?[2J ganactors: all is well.png: it is empty.", fault.Message);
    }

    [Fact]
    public void A_servers_long_words_are_cut()
    {
        byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 500 {new string('x', 9_000)}\r\nConnection: close\r\n\r\n");
        using var mirror = new MirrorAnswers();
        Assert.False(mirror.Read(answer));
        answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nA{new string('[', 9_000)}: 1\r\nConnection: close\r\n\r\n");
        Assert.False(mirror.Read(answer));
    }

    [Fact]
    public void A_key_as_long_as_a_book_is_none()
    {
        string text = RecipeFiles.Texts[0];
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(text, "a.yaml", [$"{new string('x', 70_000)}=1"]));
        Assert.True(fault.Message.Length < Refusal.Longest);
        Assert.Throws<RecipeException>(() => RecipeReader.Read(text, "a.yaml", [string.Join('.', Enumerable.Repeat(new string('x', 40), 16)) + "=1"]));
    }

    [Theory]
    [InlineData("data\ninfo\n(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("generate\nknown\n--count\n1000000\n--grid\n1000x1000")]
    public void A_command_line_that_cannot_be_right_is_refused_in_a_line(string words)
    {
        using var lines = new CommandLines();
        Assert.False(lines.Read(Encoding.UTF8.GetBytes(words)));
    }

    [Fact]
    public void A_word_in_brackets_does_not_crash_the_program()
    {
        using var lines = new CommandLines();
        Assert.True(lines.Read("[suggest::]"u8.ToArray()));
    }

    [Fact]
    public void A_batch_that_no_memory_holds_is_refused_at_its_line()
    {
        const string text = "batch: 65536\ngenerator:\n  layers: [ { dense: 50000 }, { dense: 784 }, { reshape: [1, 28, 28] } ]\ndiscriminator:\n  layers: [ flatten, { dense: 1 } ]\n";
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(text, "a.yaml").Check(new Shape(1, 28, 28)));
        Assert.Equal(
            "a.yaml:1:8: batch: 65536 times [50000], which generator.layers[0] makes, are more than 536870912 numbers at once; write a smaller batch",
            fault.Message);
    }

    [Theory]
    [InlineData("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]")]
    [InlineData("[1, 28, 28")]
    public void An_item_of_more_dimensions_than_anyone_can_read_is_no_shape(string item)
    {
        string path = _folder.Write("generator.safetensors", GeneratorFiles.PointsWith(item: item));
        Assert.Contains("a shape such as [1, 28, 28] was expected", Assert.Throws<ExchangeException>(() => GeneratorFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generators_recipe_of_a_gigabyte_is_not_built_for_a_file_of_a_few_bytes()
    {
        string recipe = "noise: { size: 16384 }\ngenerator:\n  layers: [ { dense: 16000 }, { dense: 2 } ]\ndiscriminator:\n  layers: [ { dense: 1 } ]\n";
        var generator = GeneratorFile.Read(_folder.Write("generator.safetensors", GeneratorFiles.PointsWith(recipe)));
        using var device = new Engines.Cpu.CpuDevice();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Contains("'0.weight' is [5, 4]", Assert.Throws<ExchangeException>(() => generator.Build(device, WeightsKind.Current)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 1 << 24);
    }

    [Fact]
    public void An_average_of_another_shape_than_its_weights_is_refused()
    {
        var right = GeneratorFile.Read(_folder.Write("generator.safetensors", GeneratorFiles.Points.Value));
        var wrong = right with { Tensors = right.Tensors.Add(new("average.0.weight", new Shape(1), new float[1])) };
        using var device = new Engines.Cpu.CpuDevice();
        Assert.Contains("'0.weight' is [1]", Assert.Throws<ExchangeException>(() => wrong.Build(device, WeightsKind.Average)).Message, StringComparison.Ordinal);
    }

    // The frame's header, FF C0 or FF C2: length, precision, height, width.
    private static int Frame(byte[] file)
    {
        int at = 2;
        while (file[at + 1] is not (0xC0 or 0xC1 or 0xC2))
            at += 2 + (file[at + 2] << 8) + file[at + 3];
        return at;
    }

    private string Refused(byte[] file)
    {
        using var decoder = new ImageFile();
        return Assert.Throws<ImageFileException>(() => decoder.Read(_folder.Write("picture.jpg", file))).Message;
    }
}
