using System.Buffers.Binary;

namespace GanActors.Pictures.Tests;

public sealed class ApngWriterTests
{
    [Fact]
    public void Every_frame_comes_back_pixel_for_pixel()
    {
        Pixmap[] pictures = [Noise(13, 9, 1, 1), Noise(13, 9, 1, 2), Noise(13, 9, 1, 3)];
        var frames = Frames(ApngWriter.Encode([.. pictures.Select((picture, i) => new AnimationFrame(picture, 40 + i))]));
        Assert.Equal(3, frames.Count);
        for (int i = 0; i < frames.Count; i++)
        {
            Assert.Equal(40 + i, frames[i].Milliseconds);
            Assert.True(frames[i].Frame.Pixels().AsSpan().SequenceEqual(pictures[i].Pixels), $"frame {i}");
        }
    }

    [Fact]
    public void Control_and_data_are_numbered_together_and_it_plays_for_ever()
    {
        byte[] file = ApngWriter.Encode([new(Noise(4, 4, 3, 1), 100), new(Noise(4, 4, 3, 2), 100), new(Noise(4, 4, 3, 3), 100)], new PngText("Title", "x"));
        var chunks = Chunks(file).ToList();
        Assert.Equal(["IHDR", "tEXt", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 0], chunks[2].Content);
        Assert.Equal([0, 1, 2, 3, 4], chunks.Where(chunk => chunk.Type is "fcTL" or "fdAT").Select(chunk => BinaryPrimitives.ReadInt32BigEndian(chunk.Content)));
    }

    [Fact]
    public void A_viewer_that_knows_no_animations_sees_the_first_frame()
    {
        var first = Noise(7, 5, 1, 1);
        Assert.True(new PngReader(ApngWriter.Encode([new(first, 10), new(Noise(7, 5, 1, 2), 10)])).Pixels().AsSpan().SequenceEqual(first.Pixels));
    }

    [Fact]
    public void Grey_frames_among_coloured_become_coloured()
    {
        var grey = Noise(3, 2, 1, 1);
        var frames = Frames(ApngWriter.Encode([new(grey, 10), new(Noise(3, 2, 3, 2), 10)]));
        byte[] expected = [.. grey.Pixels.ToArray().SelectMany(value => new[] { value, value, value })];
        Assert.Equal(expected, frames[0].Frame.Pixels());
    }

    [Fact]
    public void Frames_are_of_one_size_there_is_one_and_time_is_positive()
    {
        Assert.Throws<ArgumentException>(() => ApngWriter.Encode([]));
        Assert.Throws<ArgumentException>(() => ApngWriter.Encode([new(Noise(3, 2, 1, 1), 10), new(Noise(2, 3, 1, 1), 10)]));
        Assert.Throws<ArgumentException>(() => ApngWriter.Encode([new(Noise(3, 2, 1, 1), 0)]));
        Assert.Throws<ArgumentException>(() => ApngWriter.Encode([new(Noise(3, 2, 1, 1), 65536)]));
    }

    private static Pixmap Noise(int width, int height, int channels, int seed)
    {
        var picture = new Pixmap(width, height, channels);
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)((i * 37 * seed) ^ (i >> 2));
        return picture;
    }

    // Each frame as a PNG of its own: the header of all, the frame's data under the type that a still has.
    private static List<(PngReader Frame, int Milliseconds)> Frames(byte[] file)
    {
        var frames = new List<(PngReader, int)>();
        byte[] header = [];
        int milliseconds = 0;
        foreach (var (type, content, whole) in Chunks(file))
        {
            switch (type)
            {
                case "IHDR":
                    header = whole;
                    break;
                case "fcTL":
                    Assert.Equal(header[8..16], content[4..12]);
                    Assert.Equal(new byte[8], content[12..20]);
                    milliseconds = BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(20)) * 1000 / BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(22));
                    break;
                case "IDAT" or "fdAT":
                    byte[] data = type == "IDAT" ? content : content[4..];
                    frames.Add((new PngReader([.. file[..8], .. header, .. Chunk("IDAT"u8, data), .. Chunk("IEND"u8, [])]), milliseconds));
                    break;
            }
        }

        return frames;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(type, content));
        return [.. length, .. type, .. content, .. checksum];
    }

    private static IEnumerable<(string Type, byte[] Content, byte[] Whole)> Chunks(byte[] file)
    {
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            yield return (System.Text.Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)], file[at..(at + 12 + length)]);
            at += 12 + length;
        }
    }
}
