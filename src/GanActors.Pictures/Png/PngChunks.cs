using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace GanActors.Pictures;

/// <summary>Walks the chunks of a PNG file. A chunk is shown only when all of it is there and its checksum is right.</summary>
internal ref struct PngChunks
{
    private const int Frame = 12; // Length, type and checksum.
    private readonly ReadOnlySpan<byte> _file;
    private int _next;

    /// <summary>The chunks after the signature.</summary>
    /// <exception cref="PngException">The file does not begin as a PNG does.</exception>
    public PngChunks(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngSignature.Bytes))
            throw new PngException(0, "signature", "it does not begin as a PNG file does");
        _file = file;
        _next = PngSignature.Bytes.Length;
    }

    /// <summary>The four letters of the chunk.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>What the chunk holds.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Where in the file the content begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes to the next chunk.</summary>
    /// <exception cref="PngException">The file ends before it does, or it is damaged.</exception>
    public void MoveNext()
    {
        var rest = _file[_next..];
        if (rest.Length < Frame)
            throw new PngException(_file.Length, "end", "the file ends before its IEND chunk: it is cut short");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        Type = rest.Slice(4, 4);
        if (Type.ContainsAnyExcept(Letters))
            throw new PngException(_next + 4, "chunk type", "it is not four letters: the file is damaged");
        string name = Encoding.ASCII.GetString(Type);
        if (length > rest.Length - Frame)
        {
            throw new PngException(_next, $"length of {name}", string.Create(
                CultureInfo.InvariantCulture, $"{length} bytes are more than the {rest.Length - Frame} left: the file is cut short or damaged"));
        }

        Content = rest.Slice(8, (int)length);
        Offset = _next + 8;
        uint checksum = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        if (checksum != Crc32.Of(Type, Content))
            throw new PngException(Offset + length, $"checksum of {name}", "it does not fit: the file is damaged");
        _next += Frame + (int)length;
    }

    private static readonly System.Buffers.SearchValues<byte> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
}
