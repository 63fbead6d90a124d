using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace GanActors.Exchange.Onnx;

/// <summary>
/// A message in protocol buffers' wire format, which ONNX files are made of. It needs four of the format's forms and no reading, so that a
/// library would be more than the thing itself; and it keeps references to numbers where a library copies them once for every message around them.
/// </summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;

    private readonly List<Piece> _pieces = [];

    /// <summary>How many bytes it takes.</summary>
    public long Length { get; private set; }

    /// <summary>A whole number, a truth value or an enumeration.</summary>
    public ProtoMessage Add(int field, long value)
    {
        AddTag(field, Varint);
        AddVarint((ulong)value);
        return this;
    }

    /// <summary>A float.</summary>
    public ProtoMessage Add(int field, float value)
    {
        AddTag(field, Fixed32);
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Add(new Piece(bytes, default));
    }

    /// <summary>A text.</summary>
    public ProtoMessage Add(int field, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        AddLength(field, bytes.Length);
        return Add(new Piece(bytes, default));
    }

    /// <summary>Numbers as bytes, little-endian. They are not copied.</summary>
    public ProtoMessage Add(int field, ReadOnlyMemory<float> numbers)
    {
        AddLength(field, (long)numbers.Length * sizeof(float));
        return Add(new Piece(default, numbers));
    }

    /// <summary>Whole numbers as bytes, little-endian.</summary>
    public ProtoMessage Add(int field, ReadOnlySpan<long> numbers)
    {
        byte[] bytes = new byte[numbers.Length * sizeof(long)];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);
        AddLength(field, bytes.Length);
        return Add(new Piece(bytes, default));
    }

    /// <summary>A message within this one; what is added to it afterwards is not in.</summary>
    public ProtoMessage Add(int field, ProtoMessage message)
    {
        AddLength(field, message.Length);
        _pieces.AddRange(message._pieces);
        Length += message.Length;
        return this;
    }

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream stream)
    {
        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (var piece in _pieces)
        {
            stream.Write(piece.Bytes.Span);
            if (BitConverter.IsLittleEndian)
            {
                // A span of bytes holds at most 2^31 of them.
                const int Most = 1 << 24;
                for (int at = 0; at < piece.Numbers.Length; at += Most)
                    stream.Write(MemoryMarshal.AsBytes(piece.Numbers.Span.Slice(at, Math.Min(Most, piece.Numbers.Length - at))));
                continue;
            }

            foreach (float value in piece.Numbers.Span)
            {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                stream.Write(number);
            }
        }
    }

    private void AddTag(int field, int form) => AddVarint(((ulong)(uint)field << 3) | (uint)form);

    private void AddLength(int field, long length)
    {
        AddTag(field, LengthDelimited);
        AddVarint((ulong)length);
    }

    // Seven bits a byte, the low ones first; the eighth says that more follow.
    private void AddVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        while (value >= 0x80)
        {
            bytes[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[count++] = (byte)value;
        Add(new Piece(bytes[..count].ToArray(), default));
    }

    private ProtoMessage Add(Piece piece)
    {
        _pieces.Add(piece);
        Length += piece.Bytes.Length + ((long)piece.Numbers.Length * sizeof(float));
        return this;
    }

    private readonly record struct Piece(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<float> Numbers);
}
