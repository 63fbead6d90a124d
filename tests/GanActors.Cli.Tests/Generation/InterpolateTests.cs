using System.Text;
using GanActors.Pictures;

namespace GanActors.Cli.Tests.Generation;

public sealed class InterpolateTests : IDisposable
{
    private readonly TestRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task A_sheet_has_a_row_for_each_way()
    {
        string folder = KeptRuns.Images(_room, "tiny");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("interpolate", "tiny", "--pairs", "2", "--steps", "5"));
        byte[] png = File.ReadAllBytes(Path.Combine(folder, "interpolated-seed-1.png"));
        Assert.Equal((5 * ((20 * 3) + 2)) + 2, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal((2 * ((6 * 3) + 2)) + 2, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Contains("2 spherical ways of 5 steps", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_stays_in_its_class()
    {
        KeptRuns.Conditional(_room, "three");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("interpolate", "three", "--pairs", "4", "--steps", "5", "--out", "all.png"));
        Assert.Contains("0 to 2, in turn", _room.Output, StringComparison.Ordinal);
        int row = (6 * 3) + 2;
        for (int pair = 0; pair < 4; pair++)
        {
            string number = (pair % 3).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(ExitCode.Done, await _room.RunAsync("interpolate", "three", "--class", number, "--pairs", "4", "--steps", "5", "--out", "one.png"));
            var all = PngDecoder.Decode(File.ReadAllBytes(Path.Combine(_room.Directory, "all.png"))).Pixels;
            var one = PngDecoder.Decode(File.ReadAllBytes(Path.Combine(_room.Directory, "one.png"))).Pixels;
            for (int y = pair * row; y < (pair + 1) * row; y++)
                Assert.True(all.Row(y).SequenceEqual(one.Row(y)), $"pair {pair}, row {y}");
        }
    }

    [Fact]
    public async Task An_animation_goes_there_and_back()
    {
        KeptRuns.Images(_room, "tiny");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("interpolate", "tiny", "--pairs", "3", "--steps", "5", "--linear", "--out", "way.apng"));
        byte[] file = File.ReadAllBytes(Path.Combine(_room.Directory, "way.apng"));
        int at = file.AsSpan().IndexOf("acTL"u8);
        Assert.Equal(5 + 3, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 4)));
        Assert.Contains("3 linear ways of 5 steps", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_on_the_way_are_numbered()
    {
        KeptRuns.Points(_room, "dots");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("interpolate", "dots", "--pairs", "2", "--steps", "3", "--linear", "--out", "way.csv"));
        string[] rows = File.ReadAllLines(Path.Combine(_room.Directory, "way.csv"));
        Assert.Equal("pair,step,x,y", rows[0]);
        Assert.Equal(["0,0", "0,1", "0,2", "1,0", "1,1", "1,2"], rows[1..].Select(row => row[..3]));
        // One dense layer keeps straight what is straight.
        float[][] points = [.. rows[1..4].Select(row => row.Split(',')[2..].Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal((points[0][0] + points[2][0]) / 2, points[1][0], 4);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("interpolate", "dots", "--pairs", "2", "--steps", "3", "--out", "way.apng"));
        Assert.Equal("\x89PNG", Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(_room.Directory, "way.apng")), 0, 4));
    }
}
