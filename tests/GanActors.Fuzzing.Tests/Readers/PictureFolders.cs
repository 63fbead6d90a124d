using System.Text;
using GanActors.Datasets;
using GanActors.Datasets.Tests;
using GanActors.Recipes;

namespace GanActors.Fuzzing.Tests;

/// <summary>Folders of pictures. The input is a list of what lies in one: <c>file NAME WHICH</c>, <c>folder NAME</c> and <c>link NAME TARGET</c>, a line each.</summary>
internal sealed class PictureFolders : Reader
{
    private static readonly byte[][] Contents =
    [
        PngBytes.Plain(3, 2, 10, 20, 30), PngBytes.Plain(1, 1, 0, 0, 0), [.. MadePictures.Jpeg.First().File], [], [0x89], PngBytes.Plain(9, 9, 1, 2, 3)[..40],
        "GIF89a"u8.ToArray(), PngParts.Join([("IHDR", PngParts.Header(8_192, 8_192, 1, 3)), ("IEND", [])]),
    ];

    private static readonly string[] Names =
        ["a.png", "b.PNG", "c.jpg", "d.jpeg", ".hidden.png", "e.txt", "cat/a.png", "dog/b.png", "cat/deep/er/c.png", "ü.png", "a b.png", "x\u202ey.png", "line\nbreak.png", "\u001b[31m.png"];

    private static readonly string[] Targets = ["a.png", ".", "..", "../..", "nowhere.png", "/etc/passwd", "/dev/zero", "/dev/null", "loop.png", "cat"];

    private int _count;

    public PictureFolders()
        : base("folder", 150, new MemoryBound(PerByte: 1 << 16, Constant: 16 << 20))
    {
    }

    public override long Allocated => GC.GetTotalAllocatedBytes(precise: true);

    public override byte[] Input(Dice dice)
    {
        var lines = new List<string>();
        for (int left = dice.Between(0, 8); left > 0; left--)
        {
            string name = dice.Chance(70) ? dice.OneOf(Names) : Spoilt(dice, dice.OneOf(Names));
            lines.Add((dice.Below(8) switch
            {
                0 => $"folder\t{name}",
                1 => $"link\t{name}\t{dice.OneOf(Targets)}",
                _ => $"file\t{name}\t{dice.Below(Contents.Length)}",
            }).Replace('\n', '\v'));
        }

        dice.Note("tree");
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    public override bool Read(byte[] input)
    {
        string root = Path.Combine(Folder.Path, $"n{_count++}", "pictures");
        Directory.CreateDirectory(root);
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n'))
            Make(root, line.Replace('\v', '\n').Split('\t'));
        try
        {
            var cache = new DecodedCache([Path.Combine(root, ".decoded")]);
            var dataset = ImageFolder.Read("pictures", root, new ImageSpec(4, 4, 3, ImageFit.Pad, ImageBackground.White), null, cache, null, CancellationToken.None);
            // What the program prints of it.
            Refusal.Check(dataset.Description, root);
            return dataset.Count > 0;
        }
        catch (DatasetException fault)
        {
            return Refusal.Check(fault.Message, root);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);
        }
    }

    private static string Spoilt(Dice dice, string name) => name.Insert(dice.Below(name.Length), dice.OneOf(TextMutations.Oddities));

    private static void Make(string root, string[] words)
    {
        try
        {
            string path = Path.GetFullPath(Path.Combine(root, words.ElementAtOrDefault(1) ?? ""));
            if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return;
            Directory.CreateDirectory(words[0] == "folder" ? path : Path.GetDirectoryName(path)!);
            if (words[0] == "file" && words.Length == 3 && int.TryParse(words[2], out int which) && which < Contents.Length)
                File.WriteAllBytes(path, Contents[which]);
            else if (words[0] == "link" && words.Length == 3)
                File.CreateSymbolicLink(path, words[2]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No such name can be, so it cannot lie in a folder.
        }
    }
}
