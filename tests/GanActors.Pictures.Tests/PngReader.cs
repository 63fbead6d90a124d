using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GanActors.Pictures.Tests;

/// <summary>
/// A second opinion on PNG: decodes what the writer wrote with none of its code. The checksum is computed bit by bit, as polynomial division.
/// </summary>
internal sealed class PngReader
{
    private readonly List<(string Type, byte[] Content)> _chunks = [];

    public PngReader(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        int at = 8;
        while (at < file.Length)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            byte[] typeAndContent = file[(at + 4)..(at + 8 + length)];
            Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)), Checksum(typeAndContent));
            _chunks.Add((Encoding.ASCII.GetString(typeAndContent, 0, 4), typeAndContent[4..]));
            at += 12 + length;
        }
    }

    public IEnumerable<string> ChunkTypes => _chunks.Select(chunk => chunk.Type);

    public byte[] Content(string type) => _chunks.Single(chunk => chunk.Type == type).Content;

    public int Width => BinaryPrimitives.ReadInt32BigEndian(Content("IHDR"));

    public int Height => BinaryPrimitives.ReadInt32BigEndian(Content("IHDR").AsSpan(4));

    public int Channels => Content("IHDR")[9] switch { 0 => 1, 2 => 3, 6 => 4, var other => throw new InvalidDataException($"colour type {other}") };

    public HashSet<byte> FiltersUsed { get; } = [];

    public byte[] Pixels()
    {
        Assert.Equal(8, Content("IHDR")[8]);
        Assert.Equal([0, 0, 0], Content("IHDR")[10..]);
        using var zlib = new ZLibStream(new MemoryStream(Content("IDAT")), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        zlib.CopyTo(inflated);
        byte[] filtered = inflated.ToArray();
        int stride = Width * Channels;
        Assert.Equal((stride + 1) * Height, filtered.Length);
        var pixels = new byte[stride * Height];
        for (int y = 0; y < Height; y++)
        {
            byte filter = filtered[y * (stride + 1)];
            FiltersUsed.Add(filter);
            for (int i = 0; i < stride; i++)
            {
                int left = i < Channels ? 0 : pixels[(y * stride) + i - Channels];
                int up = y == 0 ? 0 : pixels[((y - 1) * stride) + i];
                int corner = y == 0 || i < Channels ? 0 : pixels[((y - 1) * stride) + i - Channels];
                int prediction = filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => new[] { left, up, corner }.MinBy(candidate => Math.Abs(left + up - corner - candidate)),
                    _ => throw new InvalidDataException($"filter {filter}"),
                };
                pixels[(y * stride) + i] = (byte)(filtered[(y * (stride + 1)) + 1 + i] + prediction);
            }
        }

        return pixels;
    }

    private static uint Checksum(byte[] bytes)
    {
        uint remainder = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool divide = (((remainder ^ (uint)(value >> bit)) & 1) == 1);
                remainder = divide ? (remainder >> 1) ^ 0xEDB88320 : remainder >> 1;
            }
        }

        return ~remainder;
    }
}
