using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class PngDecoderTests
{
    private static Gen<Pixmap> Pictures =>
        from width in Gen.Choose(1, 40)
        from height in Gen.Choose(1, 40)
        from channels in Gen.Elements(1, 3, 4)
        from kind in Gen.Choose(0, 2)
        from seed in Gen.Choose(0, int.MaxValue)
        select Draw(width, height, channels, kind, seed);

    // Noise, ramps and repeated rows, so that every filter has its turn.
    private static Pixmap Draw(int width, int height, int channels, int kind, int seed)
    {
        var picture = new Pixmap(width, height, channels);
        var random = new Random(seed);
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)(kind switch { 0 => random.Next(256), 1 => seed + (3 * i), _ => seed + (i % (width * channels)) });
        return picture;
    }

    [Fact]
    public void What_the_writer_writes_the_decoder_reads()
    {
        Prop.ForAll(Pictures.ToArbitrary(), picture =>
        {
            var read = PngDecoder.Decode(PngWriter.Encode(picture, new PngText("Title", "a note"))).Pixels;
            Assert.Equal((picture.Width, picture.Height, picture.Channels), (read.Width, read.Height, read.Channels));
            Assert.Equal(picture.Pixels.ToArray(), read.Pixels.ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_cut_or_changed_anywhere_is_refused_with_the_byte()
    {
        byte[] file = PngWriter.Encode(Draw(13, 7, 3, 0, 5));
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 1;
            Assert.InRange(Assert.Throws<PngException>(() => PngDecoder.Decode(changed)).Offset, 0, file.Length);
            Assert.InRange(Assert.Throws<PngException>(() => PngDecoder.Decode(file.AsSpan(0, i))).Offset, 0, file.Length);
        }
    }

    [Fact]
    public void A_file_is_known_by_its_signature()
    {
        Assert.True(PngDecoder.Is(PngWriter.Encode(new Pixmap(1, 1, 1))));
        Assert.False(PngDecoder.Is("GIF89a"u8));
        Assert.False(PngDecoder.Is([]));
    }
}
