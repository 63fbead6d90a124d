using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GanActors.Datasets.Tests;

namespace GanActors.Fuzzing.Tests;

/// <summary>A PNG file as its chunks, to be spoilt behind checksums that fit.</summary>
internal static class PngParts
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly string[] Types = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "eXIf", "tEXt", "gAMA", "acTL", "fdAT", "ABCD", "ab d"];

    public static List<(string Type, byte[] Content)> Split(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = Signature.Length; at + 12 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    public static byte[] Join(IEnumerable<(string Type, byte[] Content)> chunks)
    {
        var file = new List<byte>(Signature);
        byte[] number = new byte[4];
        foreach (var (type, content) in chunks)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.AddRange(number);
            file.AddRange(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, PngBytes.Checksum(body));
            file.AddRange(number);
        }

        return [.. file];
    }

    /// <summary>A header and the pixels' compressed bytes.</summary>
    public static byte[] Header(int width, int height, byte depth, byte color, byte interlaced = 0)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, color, interlaced);
        return header;
    }

    public static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(content);
        return packed.ToArray();
    }

    public static byte[] Spoil(Dice dice, byte[] file)
    {
        var chunks = Split(file);
        for (int left = dice.Between(1, 2); left > 0 && chunks.Count > 0; left--)
        {
            int at = dice.Below(chunks.Count), other = dice.Below(chunks.Count);
            var (type, content) = chunks[at];
            switch (dice.Below(8))
            {
                case 0:
                    dice.Note("chunk removed");
                    chunks.RemoveAt(at);
                    break;
                case 1:
                    dice.Note("chunk repeated");
                    chunks.Insert(other, chunks[at]);
                    break;
                case 2:
                    dice.Note("chunks swapped");
                    (chunks[at], chunks[other]) = (chunks[other], chunks[at]);
                    break;
                case 3:
                    dice.Note("chunk renamed");
                    chunks[at] = (dice.OneOf(Types), content);
                    break;
                case 4 when chunks.FindIndex(chunk => chunk.Type == "IHDR") is >= 0 and var head && chunks[head].Content.Length == 13:
                    dice.Note("header field");
                    byte[] header = [.. chunks[head].Content];
                    if (dice.Chance(50))
                        header[dice.Between(8, 12)] = dice.OneOf<byte>([0, 1, 2, 3, 4, 6, 8, 16, 255]);
                    else
                        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * dice.Below(2)), (int)dice.OneOf(OddNumbers.Words));
                    chunks[head] = ("IHDR", header);
                    break;
                case 5 when chunks.FindIndex(chunk => chunk.Type == "IDAT") is >= 0 and var pixels:
                    dice.Note("pixels of other bytes");
                    byte[] rows = new byte[dice.OneOf([0, 1, 100, 10_000])];
                    dice.Fill(rows);
                    chunks[pixels] = ("IDAT", Deflate(rows));
                    break;
                default:
                    dice.Note("chunk content");
                    chunks[at] = (type, ByteMutations.Spoil(dice, content, [content, file], most: 1));
                    break;
            }
        }

        return Join(chunks);
    }

    /// <summary>A small file of many pixels.</summary>
    public static byte[] Bomb(Dice dice)
    {
        dice.Note("PNG bomb");
        int side = dice.OneOf([64, 1_000, 4_096, 8_192, 65_535]);
        var (depth, color) = dice.OneOf<(byte, byte)>([(1, 0), (1, 3), (16, 6), (8, 2)]);
        List<(string, byte[])> chunks = [("IHDR", Header(side, side, depth, color, (byte)dice.Below(2)))];
        if (color == 3)
            chunks.AddRange([("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [7])]);
        chunks.AddRange([("IDAT", Deflate(new byte[dice.OneOf([1, 1_000, 100_000, 600_000])])), ("IEND", [])]);
        return Join(chunks);
    }
}
