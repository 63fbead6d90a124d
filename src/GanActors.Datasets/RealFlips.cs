using GanActors.Randomness;

namespace GanActors.Datasets;

/// <summary>
/// Which real pictures are mirrored left to right: each with probability one half, drawn anew for every item and epoch. A pure function of
/// seed, epoch and item, so that a resumed run mirrors the same ones.
/// </summary>
internal static class RealFlips
{
    private const int BitsOfBlock = 128;

    /// <summary>Whether an item is mirrored in an epoch.</summary>
    public static bool Flips(ulong seed, long epoch, int item)
    {
        var block = new RandomStream(seed, StreamPurpose.Augmentation, 0, (ulong)epoch).Block((uint)(item / BitsOfBlock));
        uint word = (item % BitsOfBlock / 32) switch
        {
            0 => block.Word0,
            1 => block.Word1,
            2 => block.Word2,
            _ => block.Word3,
        };
        return ((word >> (item % 32)) & 1) == 1;
    }

    /// <summary>Mirrors a picture in place.</summary>
    /// <param name="picture"><c>[channels, height, width]</c>.</param>
    /// <param name="width">Columns.</param>
    public static void Mirror(Span<float> picture, int width)
    {
        for (int row = 0; row < picture.Length; row += width)
            picture.Slice(row, width).Reverse();
    }
}
