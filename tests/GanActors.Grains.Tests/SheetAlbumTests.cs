using GanActors.Grains.Runs;
using GanActors.Pictures;

namespace GanActors.Grains.Tests;

/// <summary>A run's sheets seen together.</summary>
public sealed class SheetAlbumTests : IDisposable
{
    private const int SheetSide = 100, ContactEdges = (2 * 24) - 22, ContactPitch = SheetSide + 22;

    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Ten_epochs_are_ten_sheets_without_the_untrained_one()
    {
        var album = new SheetAlbum(_root, "mnist", byEpochs: true);
        for (int epoch = 0; epoch <= 100; epoch += 10)
            album.Add(new KeptSheet(Sheet(epoch), epoch * 500, epoch));
        album.Write(File("contact"), File("film"));
        // 10 sheets make 5 columns; 11 would make 4.
        Assert.Equal(ContactEdges + (5 * ContactPitch), Read("contact").Width);
        Assert.Equal(11, Frames("film"));
    }

    [Fact]
    public void Many_sheets_are_shown_equally_far_apart_up_to_the_last()
    {
        var album = new SheetAlbum(_root, "mnist", byEpochs: false);
        for (int i = 0; i <= 25; i++)
            album.Add(new KeptSheet(Sheet(i), i, 0));
        album.Write(File("contact"), File("film"));
        // Every third of 25 from the last: 9 of them, 4 columns and 3 rows or less.
        Assert.Equal(26, Frames("film"));
        var contact = Read("contact");
        int columns = (contact.Width - ContactEdges) / ContactPitch;
        Assert.Equal([1, 4, 7, 10, 13, 16, 19, 22, 25], Enumerable.Range(0, 9).Select(i => (int)contact[24 + (i % columns * ContactPitch) + 5, 24 + 40 + (i / columns * (ContactPitch + 30)) + 5][0]));
    }

    [Fact]
    public void One_sheet_is_nothing_to_compare()
    {
        var album = new SheetAlbum(_root, "mnist", byEpochs: false);
        album.Add(new KeptSheet(Sheet(0), 0, 0));
        album.Add(new KeptSheet("removed", 1, 1));
        album.Write(File("contact"), File("film"));
        Assert.False(System.IO.File.Exists(File("contact")) || System.IO.File.Exists(File("film")));
    }

    [Fact]
    public void The_untrained_sheet_is_shown_where_there_is_only_one_other()
    {
        var album = new SheetAlbum(_root, "mnist", byEpochs: false);
        album.Add(new KeptSheet(Sheet(0), 0, 0));
        album.Add(new KeptSheet(Sheet(7), 7, 0));
        album.Write(File("contact"), File("film"));
        Assert.Equal((ContactEdges + (2 * ContactPitch), 2), (Read("contact").Width, Frames("film")));
    }

    private string File(string name) => Path.Combine(_root, name);

    private string Sheet(int number)
    {
        var picture = new Pixmap(SheetSide, SheetSide, 1);
        picture.Pixels.Fill((byte)number);
        PngWriter.Save(File($"sheet-{number}"), picture);
        return $"sheet-{number}";
    }

    private Pixmap Read(string name) => PngDecoder.Decode(System.IO.File.ReadAllBytes(File(name))).Pixels;

    // The first content of an acTL chunk is the number of frames.
    private int Frames(string name)
    {
        byte[] file = System.IO.File.ReadAllBytes(File(name));
        int at = file.AsSpan().IndexOf("acTL"u8);
        return at < 0 ? 0 : file[at + 7];
    }
}
