namespace GanActors.Fuzzing.Tests;

/// <summary>What chance may miss: every place where a small file can end, and every bit at its beginning.</summary>
public sealed class EveryByteTests
{
    // Headers lie within.
    private const int Beginning = 96;

    private static readonly Dictionary<string, Func<Reader>> Readers = new()
    {
        ["idx"] = () => new IdxFiles(),
        ["png"] = () => new PngFiles(),
        ["jpeg"] = () => new JpegFiles(),
        ["safetensors"] = () => new SafetensorsFiles(),
        ["generator"] = () => new GeneratorFiles(),
        ["manifest"] = () => new Manifests(),
        ["decoded"] = () => new DecodedPictures(),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_refused_wherever_it_is_cut(string name)
    {
        using var reader = Open(name);
        foreach (byte[] file in reader.Small)
        {
            Assert.True(reader.Read(file));
            for (int length = 0; length < file.Length; length++)
                Assert.False(reader.Read(file[..length]), $"{name}: {length} of {file.Length} bytes were enough.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_read_or_refused_whatever_bit_of_its_header_is_turned(string name)
    {
        using var reader = Open(name);
        foreach (byte[] file in reader.Small)
        {
            for (int bit = 0; bit < 8 * Math.Min(Beginning, file.Length); bit++)
            {
                byte[] spoilt = [.. file];
                spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
                reader.Read(spoilt);
            }
        }
    }

    private static Reader Open(string name)
    {
        if (name == "jpeg")
            Datasets.Tests.MadePictures.NeedJpeg();
        return Readers[name]();
    }
}
