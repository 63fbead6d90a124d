using System.Globalization;

namespace GanActors.Sweeps;

/// <summary>What somebody wants of a sweep that another process runs.</summary>
public abstract record SweepWish;

/// <summary>It is to break off.</summary>
public sealed record StopWish : SweepWish;

/// <summary>It may begin more trials.</summary>
/// <param name="Trials">So many.</param>
public sealed record ExtendWish(int Trials) : SweepWish;

/// <summary>
/// The wishes in a sweep's folder, each a file: whoever runs the sweep takes them within about a second, or when it is resumed.
/// </summary>
/// <param name="folder">The folder of wishes.</param>
public sealed class SweepWishes(string folder)
{
    private const string Stop = "stop", Extend = "extend-";

    /// <summary>Leaves a wish.</summary>
    public void Add(SweepWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        Directory.CreateDirectory(folder);
        string name = wish is ExtendWish extend ? string.Create(CultureInfo.InvariantCulture, $"{Extend}{extend.Trials}-{Guid.NewGuid():N}") : Stop;
        File.WriteAllBytes(Path.Combine(folder, name), []);
    }

    /// <summary>Takes what is there.</summary>
    public IReadOnlyList<SweepWish> Take()
    {
        if (!Directory.Exists(folder))
            return [];
        var wishes = new List<SweepWish>();
        foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            File.Delete(path);
            if (name == Stop)
                wishes.Add(new StopWish());
            else if (name.StartsWith(Extend, StringComparison.Ordinal) && int.TryParse(name[Extend.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int trials) && trials > 0)
                wishes.Add(new ExtendWish(trials));
        }

        return wishes;
    }
}
