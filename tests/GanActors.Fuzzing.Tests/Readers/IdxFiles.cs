using GanActors.Datasets;
using GanActors.Datasets.Tests;

namespace GanActors.Fuzzing.Tests;

/// <summary>IDX files, plain and in gzip.</summary>
internal sealed class IdxFiles() : DatasetFile("idx", 1_500, Bound, "images")
{
    // Deflate packs at most 1032 to one, and no file has more than 2^30 elements.
    internal static readonly MemoryBound Bound = new(PerByte: 1_100, Constant: 1 << 20, Most: IdxFile.MaximumElements + 1);

    private static readonly byte[][] Seeds = [IdxBytes.Images(6, 4), IdxBytes.Images(1, 1), IdxBytes.Images(100, 28), IdxBytes.Header(1 << 20, 1, 1)];

    public override IReadOnlyList<byte[]> Small => [Seeds[0], IdxBytes.Zip(Seeds[0])];

    public override byte[] Input(Dice dice)
    {
        byte[] content = dice.OneOf(Seeds);
        switch (dice.Below(8))
        {
            case 0:
                dice.Note("gzip bomb");
                return IdxBytes.Zip([.. IdxBytes.Header(dice.OneOf([4u, 1u << 20, 1u << 22]), 1, 1), .. new byte[dice.OneOf([1, 1 << 16, 1 << 20])]]);
            case 1 or 2 or 3:
                return ByteMutations.Spoil(dice, content, Seeds);
            case 4 or 5:
                dice.Note("gzip of what is spoilt");
                return IdxBytes.Zip(ByteMutations.Spoil(dice, content, Seeds));
            default:
                dice.Note("spoilt gzip");
                byte[] packed = IdxBytes.Zip(content);
                return ByteMutations.Spoil(dice, packed, [packed, content]);
        }
    }

    protected override void ReadFile()
    {
        var array = IdxFile.Read(Path, 3);
        Require(array.Values.LongLength == array.Dimensions.Aggregate(1L, (product, each) => product * each), "elements are missing");
    }
}
