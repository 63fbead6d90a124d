using System.Buffers.Binary;
using GanActors.Datasets;
using GanActors.Datasets.Tests;

namespace GanActors.Fuzzing.Tests;

/// <summary>JPEG files, which a native library decodes.</summary>
internal sealed class JpegFiles : Reader
{
    // Each 64 pixels take a bit at least, and each has up to four channels, and three more when ink becomes colour.
    private static readonly MemoryBound Bound = new(PerByte: 512 * 7, Constant: 1 << 20, Most: 7L * ImageFile.MostPixels);

    private static readonly byte[][] Seeds = [.. MadePictures.Jpeg.Concat(MadePictures.Oriented).Select(picture => picture.File)];

    private readonly ImageFile _file = new();
    private readonly string _path;

    public JpegFiles()
        : base("jpeg", 3_000, Bound) => _path = Path.Combine(Folder.Path, "picture.jpg");

    public override IReadOnlyList<byte[]> Small => [Seeds.MinBy(seed => seed.Length)!];

    public override byte[] Input(Dice dice) =>
        dice.Chance(50) ? Spoil(dice, dice.OneOf(Seeds)) : ByteMutations.Spoil(dice, dice.OneOf(Seeds), Seeds);

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            var picture = _file.Read(_path);
            return picture.Pixels.Length == picture.Width * picture.Height * picture.Channels ? true : throw new InvalidDataException("pixels are missing");
        }
        catch (ImageFileException fault)
        {
            return Refusal.Check(fault.Message);
        }
    }

    public override void Dispose()
    {
        _file.Dispose();
        base.Dispose();
    }

    // By segments: each is FF, its kind, a length of two bytes, and what it holds; after the start of scan come the pixels.
    private static byte[] Spoil(Dice dice, byte[] file)
    {
        var segments = new List<byte[]>();
        int at = 2;
        while (at + 4 <= file.Length && file[at] == 0xFF)
        {
            bool scan = file[at + 1] == 0xDA;
            int length = scan ? file.Length - at : 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            segments.Add(file[at..Math.Min(at + length, file.Length)]);
            at += length;
        }

        if (segments.Count == 0)
            return ByteMutations.Spoil(dice, file, Seeds);
        int one = dice.Below(segments.Count), other = dice.Below(segments.Count);
        switch (dice.Below(6))
        {
            case 0:
                dice.Note("segment removed");
                segments.RemoveAt(one);
                break;
            case 1:
                dice.Note("segment repeated");
                segments.InsertRange(other, Enumerable.Repeat(segments[one], dice.OneOf([1, 2, 40])));
                break;
            case 2:
                dice.Note("segments swapped");
                (segments[one], segments[other]) = (segments[other], segments[one]);
                break;
            case 3 when segments.FindIndex(segment => segment[1] is 0xC0 or 0xC1 or 0xC2) is >= 0 and var frame:
                dice.Note("frame's size");
                segments[frame] = [.. segments[frame]];
                BinaryPrimitives.WriteUInt16BigEndian(segments[frame].AsSpan(dice.Chance(50) ? 5 : 7), dice.OneOf<ushort>([0, 1, 9, 500, 8_192, 32_768, 65_500, 65_535]));
                break;
            default:
                dice.Note("segment's content");
                segments[one] = ByteMutations.Spoil(dice, segments[one], [segments[one], file], most: 1);
                break;
        }

        return [0xFF, 0xD8, .. segments.SelectMany(segment => segment)];
    }
}
