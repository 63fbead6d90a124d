using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class PngWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pictures").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Any_picture_decodes_to_its_own_pixels()
    {
        var sizes = from width in Gen.Choose(1, 40)
                    from height in Gen.Choose(1, 40)
                    from channels in Gen.Elements(1, 3, 4)
                    from seed in Gen.Choose(0, int.MaxValue - 1)
                    from smooth in Gen.Elements(true, false)
                    select (width, height, channels, seed, smooth);
        Prop.ForAll(sizes.ToArbitrary(), size =>
        {
            Pixmap picture = Random(size.width, size.height, size.channels, size.seed, size.smooth);
            var png = new PngReader(PngWriter.Encode(picture));
            return png.Width == size.width && png.Height == size.height && png.Channels == size.channels
                && png.Pixels().AsSpan().SequenceEqual(picture.Pixels);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_filter_can_win_and_is_undone()
    {
        var used = new HashSet<byte>();
        for (int seed = 0; seed < 40; seed++)
        {
            Pixmap picture = Random(24, 24, 3, seed, smooth: seed % 2 == 0);
            if (seed % 4 == 0)
                BlendNeighbours(picture);
            var png = new PngReader(PngWriter.Encode(picture));
            Assert.Equal(picture.Pixels.ToArray(), png.Pixels());
            used.UnionWith(png.FiltersUsed);
        }

        Assert.Equal<byte>([0, 1, 2, 3, 4], [.. used.Order()]);
    }

    [Fact]
    public void Equal_pictures_are_equal_files()
    {
        Pixmap picture = Random(50, 30, 3, 7, smooth: true), twin = Random(50, 30, 3, 7, smooth: true);
        Assert.Equal(PngWriter.Encode(picture, new PngText("Title", "one")), PngWriter.Encode(twin, new PngText("Title", "one")));
    }

    [Fact]
    public void The_checksum_is_the_published_one()
    {
        // The check value of CRC-32 (ISO 3309) in every catalogue of checksums, and the last four bytes of any PNG file.
        Assert.Equal(0xCBF43926u, Crc32.Of("1234"u8, "56789"u8));
        Assert.Equal(0xAE426082u, Crc32.Of("IEND"u8, []));
    }

    [Fact]
    public void A_latin_note_becomes_a_tEXt_chunk_before_the_pixels()
    {
        var png = new PngReader(PngWriter.Encode(new Pixmap(1, 1, 1), new PngText("Description", "lr: 0.001\nµ = 1")));
        Assert.Equal(["IHDR", "tEXt", "IDAT", "IEND"], png.ChunkTypes);
        Assert.Equal("Description\0lr: 0.001\nµ = 1", Encoding.Latin1.GetString(png.Content("tEXt")));
    }

    [Fact]
    public void Any_other_note_becomes_an_iTXt_chunk()
    {
        var png = new PngReader(PngWriter.Encode(new Pixmap(1, 1, 1), new PngText("Title", "λ = 10")));
        Assert.Equal("Title\0\0\0\0\0λ = 10", Encoding.UTF8.GetString(png.Content("iTXt")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" Title")]
    [InlineData("Two  spaces")]
    [InlineData("λ")]
    [InlineData("line\nbreak")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678X")]
    public void A_keyword_that_PNG_forbids_is_refused(string keyword) => Assert.Throws<ArgumentException>(() => new PngText(keyword + (keyword.Length == 79 ? "!" : ""), "text"));

    [Fact]
    public void A_note_with_a_zero_character_is_refused() => Assert.Throws<ArgumentException>(() => new PngText("Title", "a\0b"));

    [Fact]
    public void Saving_makes_folders_and_leaves_only_the_picture()
    {
        string path = Path.Combine(_folder, "samples", "000100.png");
        PngWriter.Save(path, new Pixmap(3, 2, 3));
        PngWriter.Save(path, new Pixmap(5, 4, 1));
        Assert.Equal(5, new PngReader(File.ReadAllBytes(path)).Width);
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_picture_that_cannot_be_saved_leaves_nothing_behind()
    {
        string path = Path.Combine(_folder, "taken");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => PngWriter.Save(path, new Pixmap(1, 1, 1)));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(20000, 1, 1)]
    public void A_picture_of_no_or_absurd_size_is_refused(int width, int height, int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pixmap(width, height, channels));

    /// <summary>Makes every channel the mean of its left and upper neighbours, which the Average filter foresees.</summary>
    private static void BlendNeighbours(Pixmap picture)
    {
        int stride = picture.Width * picture.Channels;
        for (int i = stride; i < picture.Pixels.Length; i++)
        {
            if (i % stride >= picture.Channels)
                picture.Pixels[i] = (byte)((picture.Pixels[i - picture.Channels] + picture.Pixels[i - stride]) / 2);
        }
    }

    private static Pixmap Random(int width, int height, int channels, int seed, bool smooth)
    {
        var random = new Random(seed);
        var picture = new Pixmap(width, height, channels);
        int stride = width * channels;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            int neighbour = smooth && i >= stride ? picture.Pixels[i - stride] : smooth && i >= channels ? picture.Pixels[i - channels] : 0;
            picture.Pixels[i] = (byte)(neighbour + (smooth ? random.Next(-2, 8) : random.Next(4) == 0 ? random.Next(256) : 0));
        }

        return picture;
    }
}
