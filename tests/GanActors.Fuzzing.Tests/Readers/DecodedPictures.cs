using System.Security.Cryptography;
using GanActors.Datasets;
using GanActors.Recipes;

namespace GanActors.Fuzzing.Tests;

/// <summary>The cache of decoded pictures, which no error comes out of: what is no good is made anew.</summary>
internal sealed class DecodedPictures : Reader
{
    private static readonly MemoryBound Bound = new(PerByte: 8, Constant: 1 << 20);

    private readonly DecodedKey _key = new("/pictures/sunflowers", new ImageSpec(2, 2, 3, ImageFit.Crop, ImageBackground.Black), null, new byte[32]);
    private readonly DecodedCache _cache;
    private readonly byte[] _seed;
    private readonly string _path;

    public DecodedPictures()
        : base("decoded", 800, Bound)
    {
        _cache = new DecodedCache([Folder.Path]);
        _cache.Write(_key, new DecodedImages(3, new byte[36], new byte[3], new SkippedImages(1, 4, "a.png", "it is empty")));
        _path = Path.Combine(Folder.Path, _key.FileName);
        _seed = File.ReadAllBytes(_path);
    }

    public override IReadOnlyList<byte[]> Small => [_seed];

    public override byte[] Input(Dice dice)
    {
        if (dice.Chance(30))
            return ByteMutations.Spoil(dice, _seed, [_seed]);
        // Behind a checksum that fits.
        dice.Note("checksum fits");
        byte[] content = ByteMutations.Spoil(dice, _seed[..^32], [_seed]);
        return [.. content, .. SHA256.HashData(content)];
    }

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        return _cache.Read(_key) is { } images && (images.Pixels.Length == images.Count * 12 && images.Labels.Length == images.Count
            ? true
            : throw new InvalidDataException("pixels are missing"));
    }
}
