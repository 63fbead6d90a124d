using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Exchange.Tests;

public sealed class SafetensorsTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var names = Gen.Elements("0.weight", "0.bias", "1.running_mean", "naïve \"quoted\"", "\\", "π/2", "a\tb", "average.0.weight");
        var tensors =
            from count in Gen.Choose(0, 6)
            from chosen in Gen.ArrayOf(names, count)
            from shapes in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(1, 4), 3), count)
            from ranks in Gen.ArrayOf(Gen.Choose(1, 3), count)
            from seed in Gen.Choose(0, 1000)
            select chosen.Distinct().Select((name, i) =>
            {
                var shape = new Shape(shapes[i].AsSpan(0, ranks[i]));
                float[] values = Sample.Numbers(shape.Size, (ulong)(seed + i));
                values[0] = (seed % 4) switch { 0 => float.NaN, 1 => float.NegativeInfinity, 2 => -0f, _ => float.Epsilon };
                return new StateTensor(name, shape, values);
            }).ToArray();
        var metadata = Gen.ArrayOf(Gen.Elements(("recipe", "name: x\nbatch: 64\n"), ("item", "[1, 28, 28]"), ("", "empty key"), ("ключ", "\u0001\u2028<&>")));
        Prop.ForAll(tensors.ToArbitrary(), metadata.ToArbitrary(), (given, texts) =>
        {
            var file = File([.. given], texts.DistinctBy(text => text.Item1).ToArray());
            byte[] bytes = Bytes(file);
            Assert.Equal(bytes, Bytes(file));
            Assert.Equal(0, HeaderLength(bytes) % 8);
            AssertEqual(file, SafetensorsReader.Read(new MemoryStream(bytes)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_a_format_error()
    {
        byte[] bytes = Bytes(File([new("0.weight", new Shape(2, 3), Sample.Numbers(6, 1)), new("0.bias", new Shape(2), Sample.Numbers(2, 2))], ("a", "b")));
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<FormatException>(() => SafetensorsReader.Read(new MemoryStream(bytes[..length])));
    }

    [Fact]
    public void A_byte_too_many_is_a_format_error()
    {
        byte[] bytes = [.. Bytes(File([new("0.weight", new Shape(2), new float[2])])), 0];
        Assert.Contains("cut short or damaged", Assert.Throws<FormatException>(() => SafetensorsReader.Read(new MemoryStream(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_header_is_a_format_error_or_another_valid_file_and_nothing_else()
    {
        byte[] bytes = Bytes(File([new("0.weight", new Shape(2, 3), new float[6]), new("0.bias", new Shape(2), new float[2])], ("recipe", "x")));
        int header = 8 + HeaderLength(bytes);
        Prop.ForAll(Gen.Choose(0, header - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), Gen.Choose(0, header - 1).ToArbitrary(), (at, value, other) =>
        {
            byte[] damaged = [.. bytes];
            damaged[at] = (byte)value;
            damaged[other] ^= (byte)(value | 1);
            try
            {
                SafetensorsReader.Read(new MemoryStream(damaged));
            }
            catch (FormatException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("[]", "begins with no '{'")]
    [InlineData("", "begins with no '{'")]
    [InlineData("{", "no JSON")]
    [InlineData("{} x", "no JSON")]
    [InlineData("{\"a\":1}", "described by no map")]
    [InlineData("{\"a\":{}}", "has no dtype")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", "whole numbers from 1")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", "single number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "whole numbers from 1")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", "whole numbers from 1")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}", "one to eight")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}", "more than 2147483647 elements")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}", "the tensors take 8589934588 bytes and the file has 4")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999],\"data_offsets\":[0,4]}}", "whole numbers from 1")]
    [InlineData("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", "of type 'I64'; F32, F16 and BF16 are read")]
    [InlineData("{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}", "no text")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "takes 4 bytes, but its data_offsets are [0, 8]")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "data_offsets are [4, 0]")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", "not two whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", "not two whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}", "not two whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", "has 'x'; dtype, shape and data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "has dtype twice")]
    [InlineData("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", "begins at byte 0 of the data, where 2 comes next")]
    [InlineData("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[2,4]}}", "begins at byte 2 of the data, where 0 comes next")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "'a' is there twice")]
    [InlineData("{\"__metadata__\":{\"x\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "map of texts, but 'x' is none")]
    [InlineData("{\"__metadata__\":[],\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "no map of texts")]
    [InlineData("{\"a\\nb\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "tensor 'a b'")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}", "whole numbers from 1")]
    public void A_hostile_header_is_one_clear_error(string header, string message)
    {
        byte[] bytes = [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0];
        string error = Assert.Throws<FormatException>(() => SafetensorsReader.Read(new MemoryStream(bytes))).Message;
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 60)]
    [InlineData(1UL << 25)]
    [InlineData(9UL)]
    public void A_header_length_that_lies_takes_no_memory(ulong length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        var stream = new MemoryStream(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string error = Assert.Throws<FormatException>(() => SafetensorsReader.Read(stream)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("at most 8 can be", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_lie_take_no_memory()
    {
        var header = new StringBuilder("{");
        for (int i = 0; i < 1000; i++)
            header.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"{i}\":{{\"dtype\":\"F16\",\"shape\":[2147483647],\"data_offsets\":[{i * 4294967294L},{(i + 1) * 4294967294L}]}}");
        byte[] text = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] bytes = [.. BitConverter.GetBytes((long)text.Length), .. text];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => SafetensorsReader.Read(new MemoryStream(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
    }

    [Fact]
    public void Deep_nesting_is_a_format_error()
    {
        string header = "{\"a\":" + string.Concat(Enumerable.Repeat("[", 100_000));
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header)];
        Assert.Throws<FormatException>(() => SafetensorsReader.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void Half_precision_of_both_kinds_becomes_single()
    {
        string header = "{\"half\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},\"brain\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[6,10]}}";
        byte[] data = [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00, 0x80, 0x3F, 0x49, 0x40];
        var file = SafetensorsReader.Read(new MemoryStream([.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. data]));
        Assert.Equal([1f, -2f, MathF.Pow(2, -24)], file.Tensors[0].Values.ToArray());
        Assert.Equal([1f, 3.140625f], file.Tensors[1].Values.ToArray());
    }

    [Fact]
    public void Tensors_may_be_described_in_any_order()
    {
        string header = "{\"b\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}  ";
        var file = SafetensorsReader.Read(new MemoryStream([.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)]));
        Assert.Equal(["a", "b"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1f, 2f], file.Tensors.Select(tensor => tensor.Values.Span[0]));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] bytes = Bytes(File([new("0.weight", new Shape(2, 1), new[] { 1f, -2f })], ("format", "pt")));
        string header = "{\"__metadata__\":{\"format\":\"pt\"},\"0.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
        int padded = (header.Length + 7) / 8 * 8;
        Assert.Equal(padded, HeaderLength(bytes));
        Assert.Equal(header.PadRight(padded), Encoding.UTF8.GetString(bytes, 8, padded));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], bytes[(8 + padded)..]);
        using var json = JsonDocument.Parse(header);
        Assert.Equal(2, json.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public void Names_that_are_taken_are_refused()
    {
        var tensor = new StateTensor("a", new Shape(1), new float[1]);
        Assert.Throws<ArgumentException>(() => Bytes(File([tensor, tensor])));
        Assert.Throws<ArgumentException>(() => Bytes(File([tensor with { Name = "__metadata__" }])));
    }

    [Fact]
    public void A_file_at_fault_is_named()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllText(folder["x.safetensors"], "name: ring\nbatch: 64\n");
        Assert.StartsWith(folder["x.safetensors"] + ": says that its header has", Assert.Throws<ExchangeException>(() => SafetensorsReader.ReadFile(folder["x.safetensors"])).Message, StringComparison.Ordinal);
        Assert.Equal(folder["y"] + ": there is no such file", Assert.Throws<ExchangeException>(() => SafetensorsReader.ReadFile(folder["y"])).Message);
        Assert.Contains("is a folder", Assert.Throws<ExchangeException>(() => SafetensorsReader.ReadFile(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there()
    {
        using var folder = new TemporaryFolder();
        var good = File([new("a", new Shape(1), new float[1])]);
        SafetensorsWriter.Save(folder["sub/x"], good);
        byte[] before = System.IO.File.ReadAllBytes(folder["sub/x"]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Save(folder["sub/x"], File([.. good.Tensors, .. good.Tensors])));
        Assert.Equal(before, System.IO.File.ReadAllBytes(folder["sub/x"]));
        Assert.Single(Directory.GetFiles(folder["sub"]));
    }

    private static TensorFile File(ImmutableArray<StateTensor> tensors, params (string Key, string Value)[] metadata) =>
        new(tensors, metadata.ToImmutableSortedDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal));

    private static byte[] Bytes(TensorFile file)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, file);
        return stream.ToArray();
    }

    private static int HeaderLength(byte[] bytes) => (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static void AssertEqual(TensorFile expected, TensorFile actual)
    {
        Assert.Equal(expected.Metadata.AsEnumerable(), actual.Metadata.AsEnumerable());
        Assert.Equal(expected.Tensors.Select(tensor => (tensor.Name, tensor.Shape)), actual.Tensors.Select(tensor => (tensor.Name, tensor.Shape)));
        foreach (var (one, other) in expected.Tensors.Zip(actual.Tensors))
            Assert.Equal(one.Values.ToArray().Select(BitConverter.SingleToUInt32Bits), other.Values.ToArray().Select(BitConverter.SingleToUInt32Bits));
    }
}
