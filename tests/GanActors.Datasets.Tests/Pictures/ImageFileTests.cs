using System.Buffers.Binary;
using GanActors.Pictures;

namespace GanActors.Datasets.Tests;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ImageFile _reader = new();

    public static TheoryData<string> Pngs => [.. MadePictures.Png.Select(made => made.Name)];

    public static TheoryData<string> Jpegs => [.. MadePictures.Jpeg.Select(made => made.Name)];

    public static TheoryData<string> Turned => [.. MadePictures.Oriented.Select(made => made.Name)];

    public void Dispose()
    {
        _reader.Dispose();
        _folder.Dispose();
    }

    private Pixmap Read(byte[] file) => _reader.Read(_folder.Write("picture", file));

    // What cannot be read is named as such; no other exception comes out.
    private string? Fault(byte[] file)
    {
        try
        {
            Read(file);
            return null;
        }
        catch (ImageFileException fault)
        {
            return fault.Message;
        }
    }

    private static void Shows(MadePicture made, Pixmap picture)
    {
        Assert.Equal((made.Width, made.Height, made.Channels), (picture.Width, picture.Height, picture.Channels));
        if (made.Tolerance == 0)
            Assert.Equal(made.Pixels, picture.Pixels.ToArray());
        else
            Assert.All(picture.Pixels.ToArray(), (value, i) => Assert.InRange(value, made.Pixels[i] - made.Tolerance, made.Pixels[i] + made.Tolerance));
    }

    [Theory]
    [MemberData(nameof(Pngs))]
    public void A_PNG_file_shows_what_was_meant(string name)
    {
        var made = MadePictures.Png.Single(each => each.Name == name);
        Shows(made, Read(made.File));
    }

    [Theory]
    [MemberData(nameof(Jpegs))]
    public void A_JPEG_file_shows_what_another_program_sees(string name)
    {
        MadePictures.NeedJpeg();
        var made = MadePictures.Jpeg.Single(each => each.Name == name);
        Shows(made, Read(made.File));
    }

    [Theory]
    [MemberData(nameof(Turned))]
    public void A_picture_stands_upright_however_the_camera_was_held(string name)
    {
        if (name.StartsWith("JPEG", StringComparison.Ordinal))
            MadePictures.NeedJpeg();
        var made = MadePictures.Oriented.Single(each => each.Name == name);
        Shows(made, Read(made.File));
    }

    [Fact]
    public void A_PNG_file_cut_anywhere_is_refused()
    {
        foreach (var made in MadePictures.Png.Where(each => each.Name is "colour type 6, 8 bits, Adam7" or "palette with alpha"))
        {
            for (int length = 0; length < made.File.Length; length++)
                Assert.NotNull(Fault(made.File[..length]));
        }
    }

    [Fact]
    public void A_JPEG_file_cut_anywhere_is_refused()
    {
        MadePictures.NeedJpeg();
        foreach (var made in MadePictures.Jpeg.Where(each => each.Name is "baseline 4:2:0" or "progressive"))
        {
            for (int length = 0; length < made.File.Length; length++)
                Assert.True(Fault(made.File[..length]) is not null, $"{made.Name}, {length} of {made.File.Length} bytes");
        }
    }

    [Fact]
    public void A_changed_byte_of_a_PNG_file_is_noticed()
    {
        var made = MadePictures.Png.Single(each => each.Name == "colour type 2, 8 bits");
        for (int at = 0; at < made.File.Length; at++)
        {
            byte[] file = [.. made.File];
            file[at] ^= 0x20;
            Assert.NotNull(Fault(file));
        }
    }

    [Fact]
    public void A_changed_byte_of_a_JPEG_file_gives_a_picture_or_one_clear_error()
    {
        MadePictures.NeedJpeg();
        foreach (var made in MadePictures.Jpeg.Where(each => each.Name is "baseline 4:2:0" or "progressive" or "CMYK"))
        {
            for (int at = 2; at < made.File.Length; at++)
            {
                byte[] file = [.. made.File];
                file[at] ^= (byte)(1 + (at % 255));
                Assert.NotEqual(string.Empty, Fault(file));
            }
        }
    }

    [Fact]
    public void A_PNG_file_that_claims_to_be_huge_takes_no_memory()
    {
        byte[] file = [.. MadePictures.Png.Single(each => each.Name == "colour type 2, 8 bits").File];
        foreach (var (width, height, reason) in new[] { (0xFFFFFFFF, 9u, "width"), (11u, 0u, "height"), (16384u, 16384u, "more pixels"), (8000u, 8000u, "cannot hold") })
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(16), width);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), height);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), PngBytes.Checksum(file[12..29]));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(reason, Fault(file), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_chunk_that_claims_to_be_huge_takes_no_memory()
    {
        byte[] file = [.. MadePictures.Png.Single(each => each.Name == "colour type 2, 8 bits").File];
        foreach (uint length in (uint[])[0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, (uint)file.Length])
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(33), length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("length of IDAT", Fault(file), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_JPEG_file_that_claims_to_be_huge_takes_no_memory()
    {
        MadePictures.NeedJpeg();
        byte[] file = [.. MadePictures.Jpeg.First().File];
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        // What libjpeg itself refuses, what we do for a side, and for the whole.
        foreach (var (height, width, reason) in new (ushort, ushort, string)[]
            { (65_535, 65_535, "65500"), (65_000, 100, "100 x 65,000 pixels are too many"), (16_000, 16_000, "67,108,864 in all") })
        {
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), height);
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), width);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(reason, Fault(file), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_bad_file_does_not_spoil_the_next()
    {
        MadePictures.NeedJpeg();
        var made = MadePictures.Jpeg.First();
        for (int length = 3; length < made.File.Length; length += 7)
        {
            Assert.NotNull(Fault(made.File[..length]));
            Shows(made, Read(made.File));
        }
    }

    [Fact]
    public void Stray_bytes_before_a_marker_do_not_lose_a_picture()
    {
        MadePictures.NeedJpeg();
        var made = MadePictures.Jpeg.First();
        byte[] file = [.. made.File[..^2], 1, 2, 3, 4, 5, .. made.File[^2..]];
        Shows(made, Read(file));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("GIF89a and more", "it is neither a JPEG nor a PNG file")]
    public void What_is_no_picture_is_called_so(string content, string reason) => Assert.Equal(reason, Fault([.. content.Select(c => (byte)c)]));

    [Fact]
    public void What_a_file_is_its_first_bytes_tell()
    {
        var made = MadePictures.Png.First();
        Shows(made, _reader.Read(_folder.Write("wrong.jpg", made.File)));
    }

    [Theory]
    [InlineData("a.png", true)]
    [InlineData("a.JPG", true)]
    [InlineData("a.b.jpeg", true)]
    [InlineData("a.gif", false)]
    [InlineData("png", false)]
    public void Pictures_are_known_by_their_extension(string name, bool picture) => Assert.Equal(picture, ImageFile.Names(name));

    [Fact]
    public void Where_no_JPEG_library_is_installed_the_error_names_the_package()
    {
        try
        {
            _ = TurboJpeg.Library;
        }
        catch (DatasetException fault)
        {
            Assert.Contains(TurboJpeg.HowToInstall, fault.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Skip("libturbojpeg is installed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("II*\0")]
    [InlineData("II*\0\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("II*\0\u0008\0\0\0\u00ff\u00ff")]
    [InlineData("MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0009\0\0")]
    [InlineData("MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0004\0\0\0\u0001\0\u0006\0\0")]
    public void An_orientation_that_makes_no_sense_is_upright(string exif) => Assert.Equal(1, ExifOrientation.Read([.. exif.Select(c => (byte)c)]));
}
