using System.Buffers.Binary;
using System.Text;
using GanActors.Engines;
using GanActors.Exchange;
using GanActors.Networks;

namespace GanActors.Fuzzing.Tests;

/// <summary>Files of tensors.</summary>
internal sealed class SafetensorsFiles : Reader
{
    // Numbers of two bytes become four; a header of short names becomes objects.
    internal static readonly MemoryBound Bound = new(PerByte: 60, Constant: 1 << 20);

    private static readonly byte[][] Seeds = [File(), Half("F16"), Half("BF16"), [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']];

    private static readonly string[] Words =
        ["F32", "F16", "BF16", "F64", "I64", "U8", "BOOL", "dtype", "shape", "data_offsets", "__metadata__", "weight", "null", "true", "\\u0000", "\\ud800"];

    private readonly string _path;

    public SafetensorsFiles()
        : base("safetensors", 3_000, Bound) => _path = Path.Combine(Folder.Path, "file.safetensors");

    public override IReadOnlyList<byte[]> Small => Seeds;

    public override byte[] Input(Dice dice) => Spoil(dice, dice.OneOf(Seeds), Seeds, Words);

    /// <summary>Spoils the bytes, or the header behind a length that fits.</summary>
    public static byte[] Spoil(Dice dice, byte[] file, IReadOnlyList<byte[]> others, IReadOnlyList<string> words)
    {
        if (dice.Chance(35))
            return ByteMutations.Spoil(dice, file, others);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        string header = Encoding.UTF8.GetString(file, 8, length);
        dice.Note("header");
        // A member a line, so that lines can be moved about.
        string spoilt = TextMutations.Spoil(dice, header.Replace("},", "},\n", StringComparison.Ordinal), words, [header]);
        return Joined(Encoding.UTF8.GetBytes(spoilt), file.AsSpan(8 + length));
    }

    /// <summary>A header behind its length, and what comes after it.</summary>
    public static byte[] Joined(byte[] header, ReadOnlySpan<byte> data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. data];
    }

    public override bool Read(byte[] input)
    {
        System.IO.File.WriteAllBytes(_path, input);
        TensorFile content;
        try
        {
            content = SafetensorsReader.ReadFile(_path);
        }
        catch (ExchangeException fault)
        {
            return Refusal.Check(fault.Message, _path);
        }

        if (content.Tensors.Any(tensor => tensor.Values.Length != tensor.Shape.Size))
            throw new InvalidDataException("numbers are missing");
        return true;
    }

    private static byte[] File()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, new TensorFile(
            [new StateTensor("0.weight", new Shape(2, 3), new float[] { 1, 2, float.NaN, 4, 5, 6 }), new StateTensor("0.bias", new Shape(2), new float[] { 7, 8 })],
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("format", "pt").Add("note", "made by hand")));
        return stream.ToArray();
    }

    private static byte[] Half(string type) =>
        Joined(Encoding.UTF8.GetBytes($$$"""{"a":{"dtype":"{{{type}}}","shape":[2,2],"data_offsets":[0,8]}}"""), [0, 0x3C, 0, 0x7C, 0xFF, 0xFF, 1, 2]);
}
