using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Reports;

/// <summary>A sample sheet, small enough to be carried along.</summary>
/// <param name="Label">When it was drawn, for example <c>iteration 1,000</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Png">The file.</param>
internal sealed record EmbeddedSheet(string Label, int Width, int Height, byte[] Png);

/// <summary>Which of a run's sample sheets come along: the first, the last, and as many between as there is room for.</summary>
/// <param name="Sheets">Oldest first.</param>
/// <param name="Found">How many there are in the folder.</param>
/// <param name="Passed">Files that are no PNG files, or too large.</param>
internal sealed record SheetTimeline(ImmutableArray<EmbeddedSheet> Sheets, int Found, int Passed)
{
    /// <summary>Sheets at most.</summary>
    public const int Most = 60;

    /// <summary>Bytes of all sheets together; in the page they take a third more.</summary>
    public const long MostBytes = 12L << 20;

    private const int MostFiles = 100_000, LongestSide = 16_384;

    public static readonly SheetTimeline None = new([], 0, 0);

    /// <summary>Chooses from a folder of <c>iteration-NNN.png</c> or <c>epoch-NNN.png</c>.</summary>
    public static SheetTimeline Of(string folder)
    {
        if (!Directory.Exists(folder))
            return None;
        var files = Files(folder);
        var good = files.Where(each => each.File.Length is > 32 and <= MostBytes).ToArray();
        int passed = files.Length - good.Length, wanted = Math.Min(good.Length, Most);
        while (wanted > 1 && Spread(good.Length, wanted).Sum(index => good[index].File.Length) > MostBytes)
            wanted--;
        var sheets = ImmutableArray.CreateBuilder<EmbeddedSheet>();
        foreach (int index in Spread(good.Length, wanted))
        {
            var (file, when) = good[index];
            if (Sheet(file, when) is { } sheet)
                sheets.Add(sheet);
            else
                passed++;
        }

        return new SheetTimeline(sheets.ToImmutable(), files.Length, passed);
    }

    /// <summary>The newest sheet of such a folder; null if there is none that can be taken along.</summary>
    public static EmbeddedSheet? Newest(string folder) =>
        Directory.Exists(folder) && Files(folder).LastOrDefault(each => each.File.Length is > 32 and <= MostBytes) is { File: not null } newest ? Sheet(newest.File, newest.When) : null;

    private static (FileInfo File, (string Unit, long Number) When)[] Files(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles("*.png").Take(MostFiles)
            .Where(file => !file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            .Select(file => (File: file, When: When(file.Name)))
            .Where(each => each.When is not null)
            .Select(each => (each.File, When: each.When!.Value))
            .OrderBy(each => each.When.Unit, StringComparer.Ordinal).ThenBy(each => each.When.Number),
    ];

    private static EmbeddedSheet? Sheet(FileInfo file, (string Unit, long Number) when) => Read(file) is not { } png
        ? null
        : new EmbeddedSheet(string.Create(CultureInfo.InvariantCulture, $"{when.Unit} {when.Number:N0}"), Side(png, 16), Side(png, 20), png);

    /// <summary>A single picture of the run's folder; null if there is none that can be taken along.</summary>
    public static byte[]? Single(string path) => new FileInfo(path) is { Exists: true, Length: > 32 and <= MostBytes } file ? Read(file) : null;

    // Evenly, both ends included; a single one is the last.
    private static IEnumerable<int> Spread(int count, int wanted) =>
        wanted == 1 ? [count - 1] : Enumerable.Range(0, wanted).Select(i => (int)((long)i * (count - 1) / (wanted - 1)));

    private static (string Unit, long Number)? When(string name)
    {
        string[] parts = Path.GetFileNameWithoutExtension(name).Split('-');
        return parts is ["iteration" or "epoch", var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (parts[0], number)
            : null;
    }

    // A browser looks no further than at the signature either, but it is not to be given a picture of a gigabyte.
    private static byte[]? Read(FileInfo file)
    {
        byte[] bytes = File.ReadAllBytes(file.FullName);
        bool png = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
        return png && bytes.Length > 32 && Side(bytes, 16) is > 0 and <= LongestSide && Side(bytes, 20) is > 0 and <= LongestSide ? bytes : null;
    }

    private static int Side(byte[] png, int at) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
}
