using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace GanActors.Networks;

/// <summary>
/// A batch on the wire: one length-prefixed buffer, little-endian, whose values are read straight into the array that the batch then keeps.
/// </summary>
/// <remarks>
/// In the buffer: format (1 byte: 1 float32, 2 float16), rank of the item (1), whether there are classes (1: 0 or 1), exponent (1, signed), the item's dimensions
/// (4 each), the number of items (4), the values (4 or 2 each), the classes (1 each). A float16 stands for its value times two to the exponent: the largest
/// value of a batch is brought near the top of float16's range, since a gradient of a mean would fall below its bottom.
/// </remarks>
[RegisterSerializer]
public sealed class BatchCodec(IOptions<WireOptions> options) : IFieldCodec<Batch>
{
    /// <summary>Dimensions of an item.</summary>
    public const int MaxRank = 8;

    private const byte Single = 1;
    private const byte Rounded = 2;
    private const int FixedBytes = 4;
    private const int ChunkLength = 2_048;

    // The largest float16 is 65504, so the largest value of a batch comes to lie between 2^14 and 2^15.
    private const int TopExponent = 14;

    private readonly WireOptions _options = options.Value;

    /// <inheritdoc/>
    /// <exception cref="BatchTooLargeException">The batch, or the message up to it, is larger than <see cref="WireOptions"/> allow.</exception>
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, Batch? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value) || value is null)
            return;
        var values = value.Values.Span;
        sbyte exponent = 0;
        bool isRounded = _options.RoundBatches && value.MayRound && TryScale(values, out exponent);
        uint length = Require(value, isRounded ? 2 : sizeof(float), writer.Position);

        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(Batch), WireType.LengthPrefixed);
        writer.WriteVarUInt32(length);
        writer.WriteByte(isRounded ? Rounded : Single);
        writer.WriteByte((byte)value.Item.Rank);
        writer.WriteByte(value.Classes.IsEmpty ? (byte)0 : (byte)1);
        writer.WriteByte((byte)exponent);
        foreach (int dimension in value.Item.Dimensions)
            writer.WriteInt32(dimension);
        writer.WriteInt32(value.Count);
        if (isRounded)
            WriteRounded(ref writer, values, exponent);
        else if (BitConverter.IsLittleEndian)
            writer.Write(MemoryMarshal.AsBytes(values));
        else
            WriteReversed(ref writer, values);
        writer.Write(value.Classes.Span);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The buffer is no batch: it is cut off, too large, or its length is not what its shape says.</exception>
    public Batch? ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
            return ReferenceCodec.ReadReference<Batch, TInput>(ref reader, field);
        if (field.WireType != WireType.LengthPrefixed)
            throw new InvalidDataException($"A batch is a length-prefixed buffer, not {field.WireType}.");

        uint length = reader.ReadVarUInt32();
        if (length > reader.Remaining)
            throw new InvalidDataException($"A batch of {length} bytes is cut off after {reader.Remaining}.");
        if (length < FixedBytes)
            throw new InvalidDataException($"A batch has a head of {FixedBytes} bytes at least; this one ends after {length}.");
        byte format = reader.ReadByte();
        int rank = reader.ReadByte();
        byte hasClasses = reader.ReadByte();
        sbyte exponent = (sbyte)reader.ReadByte();
        if (format is not (Single or Rounded) || hasClasses > 1 || rank is 0 or > MaxRank || (format == Single && exponent != 0))
            throw new InvalidDataException($"A batch cannot begin with format {format}, rank {rank}, classes {hasClasses} and exponent {exponent}.");
        int head = FixedBytes + ((rank + 1) * sizeof(int));
        if (length < head)
            throw new InvalidDataException($"A batch of rank {rank} has a head of {head} bytes; this one ends after {length}.");
        Span<int> dimensions = stackalloc int[rank];
        for (int axis = 0; axis < rank; axis++)
            dimensions[axis] = reader.ReadInt32();
        int count = reader.ReadInt32();

        // Nothing is allocated before all of this is known to fit together.
        long size = SizeOf(dimensions, count);
        int classes = hasClasses == 1 ? count : 0;
        long expected = head + (size * (format == Single ? sizeof(float) : 2)) + classes;
        if (length != expected)
            throw new InvalidDataException($"A batch of {count} x [{string.Join(", ", dimensions.ToArray())}] has {expected} bytes, not {length}.");

        float[] values = GC.AllocateUninitializedArray<float>((int)size);
        if (format == Rounded)
            ReadRounded(ref reader, values, exponent);
        else
            ReadSingle(ref reader, values);
        var batch = new Batch(new Shape(dimensions), count, values, classes == 0 ? default : reader.ReadBytes((uint)classes));
        if (format == Rounded)
            batch = batch.Roundable();
        ReferenceCodec.RecordObject(reader.Session, batch);
        return batch;
    }

    private uint Require(Batch batch, int bytes, int position)
    {
        long single = (long)batch.Values.Length * sizeof(float);
        if (single > _options.BatchBytes)
        {
            throw new BatchTooLargeException(
                $"A batch of {batch} is {single} bytes, and {_options.BatchBytes} may be sent to another silo at once; a smaller batch, or both networks on one silo, would do.");
        }

        if (batch.Item.Rank is 0 or > MaxRank)
            throw new ArgumentException($"A batch on the wire has items of 1 to {MaxRank} dimensions, not of {batch.Item}.", nameof(batch));
        long length = FixedBytes + ((batch.Item.Rank + 1) * sizeof(int)) + ((long)batch.Values.Length * bytes) + batch.Classes.Length;
        return position + length <= _options.MessageBytes
            ? (uint)length
            : throw new BatchTooLargeException(
                $"A message would be more than {position + length} bytes with its tensor of {batch}, and {_options.MessageBytes} may be sent to another silo at once.");
    }

    private long SizeOf(ReadOnlySpan<int> dimensions, int count)
    {
        long size = count;
        foreach (int dimension in dimensions)
        {
            if (dimension < 1 || size < 1)
                throw new InvalidDataException("A batch has no empty dimension and at least one item.");
            size *= dimension;
            if (size > _options.BatchBytes / sizeof(float))
                throw new InvalidDataException($"A batch has at most {_options.BatchBytes / sizeof(float)} values.");
        }

        return size;
    }

    // False where float16 would lose more than digits: values that are not finite have no scale, and zeros alone need none.
    private static bool TryScale(ReadOnlySpan<float> values, out sbyte exponent)
    {
        float largest = 0;
        bool isFinite = true;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
            isFinite &= float.IsFinite(value);
        }

        exponent = isFinite && largest > 0 ? (sbyte)Math.Max(Math.ILogB(largest) - TopExponent, sbyte.MinValue) : (sbyte)0;
        return isFinite;
    }

    private static void WriteRounded<TBufferWriter>(ref Writer<TBufferWriter> writer, ReadOnlySpan<float> values, sbyte exponent)
        where TBufferWriter : IBufferWriter<byte>
    {
        Span<byte> chunk = stackalloc byte[ChunkLength * 2];
        // In double, so that no value is rounded but once.
        double scale = Math.ScaleB(1, -exponent);
        while (!values.IsEmpty)
        {
            var part = values[..Math.Min(ChunkLength, values.Length)];
            for (int at = 0; at < part.Length; at++)
                BinaryPrimitives.WriteHalfLittleEndian(chunk[(at * 2)..], (Half)(part[at] * scale));
            writer.Write(chunk[..(part.Length * 2)]);
            values = values[part.Length..];
        }
    }

    private static void ReadRounded<TInput>(ref Reader<TInput> reader, Span<float> values, sbyte exponent)
    {
        Span<byte> chunk = stackalloc byte[ChunkLength * 2];
        double scale = Math.ScaleB(1, exponent);
        while (!values.IsEmpty)
        {
            var part = values[..Math.Min(ChunkLength, values.Length)];
            reader.ReadBytes(chunk[..(part.Length * 2)]);
            for (int at = 0; at < part.Length; at++)
                part[at] = (float)((double)BinaryPrimitives.ReadHalfLittleEndian(chunk[(at * 2)..]) * scale);
            values = values[part.Length..];
        }
    }

    private static void ReadSingle<TInput>(ref Reader<TInput> reader, Span<float> values)
    {
        reader.ReadBytes(MemoryMarshal.AsBytes(values));
        if (BitConverter.IsLittleEndian)
            return;
        var bits = MemoryMarshal.Cast<float, int>(values);
        BinaryPrimitives.ReverseEndianness(bits, bits);
    }

    private static void WriteReversed<TBufferWriter>(ref Writer<TBufferWriter> writer, ReadOnlySpan<float> values)
        where TBufferWriter : IBufferWriter<byte>
    {
        Debug.Assert(!BitConverter.IsLittleEndian);
        foreach (float value in values)
            writer.WriteInt32(BitConverter.SingleToInt32Bits(value));
    }
}
