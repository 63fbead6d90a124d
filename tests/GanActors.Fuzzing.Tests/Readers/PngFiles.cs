using GanActors.Datasets.Tests;
using GanActors.Pictures;

namespace GanActors.Fuzzing.Tests;

/// <summary>PNG files.</summary>
internal sealed class PngFiles() : Reader("png", 3_000, Bound)
{
    // Packed 1032 to one at most; eight pixels in a byte, four channels each. And never more pixels than are read.
    internal static readonly MemoryBound Bound = new(PerByte: 1_032 * 8 * 4, Constant: 1 << 20, Most: 4L * PngDecoder.MostPixels);

    private static readonly byte[][] Seeds = [.. MadePictures.Png.Select(picture => picture.File), PngBytes.Plain(3, 2, 10, 20, 30)];

    public override IReadOnlyList<byte[]> Small => [.. Seeds.Where(seed => seed.Length < 400)];

    public override byte[] Input(Dice dice) => dice.Below(40) switch
    {
        0 => PngParts.Bomb(dice),
        < 26 => PngParts.Spoil(dice, dice.OneOf(Seeds)),
        _ => ByteMutations.Spoil(dice, dice.OneOf(Seeds), Seeds),
    };

    public override bool Read(byte[] input)
    {
        try
        {
            var picture = PngDecoder.Decode(input).Pixels;
            return picture.Pixels.Length == picture.Width * picture.Height * picture.Channels ? true : throw new InvalidDataException("pixels are missing");
        }
        catch (PngException fault)
        {
            if (fault.Offset < 0 || fault.Offset > input.Length)
                throw new InvalidDataException($"byte {fault.Offset} is not in the file", fault);
            return Refusal.Check(fault.Message, "byte ");
        }
    }
}
