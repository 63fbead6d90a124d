using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Datasets.Tests;

public sealed class ResamplerTests
{
    public static TheoryData<string> Resizes => [.. MadePictures.Resized.Select(made => made.Name)];

    private static Pixmap Grey(int width, int height, params byte[] pixels)
    {
        var picture = new Pixmap(width, height, 1);
        pixels.CopyTo(picture.Pixels);
        return picture;
    }

    private static byte[] Frame(Pixmap picture, ImageSpec wanted)
    {
        byte[] item = new byte[wanted.Item.Size];
        new ImageFraming(wanted).Frame(picture, item);
        return item;
    }

    [Theory]
    [MemberData(nameof(Resizes))]
    public void A_part_of_a_picture_is_resized_as_another_program_does(string name)
    {
        var made = MadePictures.Resized.Single(each => each.Name == name);
        double[] part = made.Part;
        foreach (int channels in new[] { 1, 3 })
        {
            var picture = new Pixmap(made.Width, made.Height, channels);
            for (int i = 0; i < picture.Pixels.Length; i++)
                picture.Pixels[i] = made.Pixels[i / channels];
            var target = new Pixmap(made.ToWidth, made.ToHeight, channels);
            new Resampler().Resize(picture, new ImagePart(part[0], part[1], part[2] - part[0], part[3] - part[1]), target, 0, 0, made.ToWidth, made.ToHeight);
            for (int i = 0; i < target.Pixels.Length; i++)
                Assert.InRange(target.Pixels[i] - Math.Clamp(made.Resized[i / channels], 0, 255), -0.502, 0.502);
        }
    }

    [Fact]
    public void Four_pixels_become_two_by_the_cubics_weights()
    {
        // The cubic at 1/4, 1/4, 3/4 and 5/4 pixels: 0.8671875, 0.8671875, 0.2265625, -0.0703125; they add up to 1.890625.
        var target = new Pixmap(2, 1, 1);
        new Resampler().Resize(Grey(4, 1, 0, 0, 255, 255), new ImagePart(0, 0, 4, 1), target, 0, 0, 2, 1);
        int dark = (int)Math.Round(255 * (0.2265625 - 0.0703125) / 1.890625);
        Assert.Equal([(byte)dark, (byte)(255 - dark)], target.Pixels.ToArray());
    }

    [Theory]
    [InlineData(7, 5, 64, 64)]
    [InlineData(640, 3, 16, 16)]
    [InlineData(1, 1, 9, 4)]
    [InlineData(33, 77, 32, 1)]
    public void One_colour_stays_one_colour(int width, int height, int toWidth, int toHeight)
    {
        var picture = new Pixmap(width, height, 1);
        picture.Pixels.Fill(201);
        foreach (var fit in Enum.GetValues<ImageFit>())
        {
            byte[] item = Frame(picture, new ImageSpec(toHeight, toWidth, 1, fit));
            Assert.All(item, value => Assert.True(value == 201 || (fit == ImageFit.Pad && value == 0), $"{fit}: {value}"));
            Assert.Contains((byte)201, item);
        }
    }

    [Fact]
    public void A_picture_of_the_right_size_is_left_as_it_is()
    {
        byte[] pixels = [.. Enumerable.Range(0, 35).Select(i => (byte)(i * 7))];
        Assert.Equal(pixels, Frame(Grey(7, 5, pixels), new ImageSpec(5, 7, 1)));
    }

    [Fact]
    public void A_resampler_may_be_used_again_for_another_size()
    {
        var framing = new ImageFraming(new ImageSpec(8, 8, 1, ImageFit.Stretch));
        var large = new Pixmap(50, 40, 1);
        large.Pixels.Fill(90);
        byte[] first = new byte[64], second = new byte[64], third = new byte[64];
        byte[] ramp = [.. Enumerable.Range(0, 20).Select(i => (byte)(i * 12))];
        framing.Frame(Grey(5, 4, ramp), first);
        framing.Frame(large, second);
        framing.Frame(Grey(5, 4, ramp), third);
        Assert.Equal(first, third);
        Assert.All(second, value => Assert.Equal(90, value));
    }

    // Four columns: black, grey, grey, white.
    [Fact]
    public void Cropping_keeps_the_middle()
    {
        var picture = Grey(8, 4, [.. Enumerable.Repeat<byte[]>([0, 0, 100, 100, 100, 100, 255, 255], 4).SelectMany(row => row)]);
        Assert.All(Frame(picture, new ImageSpec(4, 4, 1)), value => Assert.Equal(100, value));
    }

    [Fact]
    public void Padding_keeps_everything_and_fills_with_the_background()
    {
        var picture = new Pixmap(8, 4, 3);
        picture.Pixels.Fill(100);
        foreach (var (background, value) in new[] { (ImageBackground.Black, (byte)0), (ImageBackground.White, (byte)255) })
        {
            byte[] row = Enumerable.Repeat(value, 4).ToArray(), middle = Enumerable.Repeat((byte)100, 8).ToArray();
            byte[] plane = [.. row, .. middle, .. row];
            Assert.Equal([.. plane, .. plane, .. plane], Frame(picture, new ImageSpec(4, 4, 3, ImageFit.Pad, background)));
        }
    }

    [Fact]
    public void Stretching_takes_the_whole_picture()
    {
        var picture = Grey(4, 2, 0, 0, 255, 255, 0, 0, 255, 255);
        byte[] item = Frame(picture, new ImageSpec(8, 4, 1, ImageFit.Stretch));
        Assert.Equal(Enumerable.Repeat(Enumerable.Repeat((byte)0, 2).Concat(Enumerable.Repeat((byte)255, 2)), 8).SelectMany(row => row), item);
    }

    [Fact]
    public void Colour_becomes_grey_by_its_luma_and_grey_becomes_colour()
    {
        var colours = new Pixmap(4, 1, 3);
        ((ReadOnlySpan<byte>)[255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]).CopyTo(colours.Pixels);
        Assert.Equal([76, 150, 29, 255], Frame(colours, new ImageSpec(1, 4, 1)));
        Assert.Equal([5, 6, 5, 6, 5, 6], Frame(Grey(2, 1, 5, 6), new ImageSpec(1, 2)));
    }

    [Fact]
    public void What_is_transparent_shows_the_background()
    {
        var picture = new Pixmap(3, 1, 4);
        ((ReadOnlySpan<byte>)[10, 20, 30, 0, 10, 20, 30, 255, 100, 100, 100, 128]).CopyTo(picture.Pixels);
        Assert.Equal([0, 10, 50, 0, 20, 50, 0, 30, 50], Frame(picture, new ImageSpec(1, 3)));
        Assert.Equal(
            [255, 10, 177, 255, 20, 177, 255, 30, 177], Frame(picture, new ImageSpec(1, 3, 3, ImageFit.Crop, ImageBackground.White)));
    }
}
