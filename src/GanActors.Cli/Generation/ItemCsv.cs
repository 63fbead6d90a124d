using System.Globalization;
using System.Text;
using GanActors.Networks;

namespace GanActors.Cli.Generation;

/// <summary>Items that are no images, one a row; with their class, if they have one, in the last column.</summary>
internal static class ItemCsv
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="items">The items.</param>
    /// <param name="steps">If not 0, so many items in turn are the steps of one way: two more columns, <c>pair</c> and <c>step</c>, say which.</param>
    public static void Save(string path, Batch items, int steps = 0)
    {
        int size = items.Item.Size;
        var text = new StringBuilder();
        if (steps > 0)
            text.Append("pair,step,");
        text.AppendJoin(',', Enumerable.Range(0, size).Select(i => size == 2 ? (i == 0 ? "x" : "y") : string.Create(CultureInfo.InvariantCulture, $"x{i}")));
        text.Append(items.Classes.IsEmpty ? "\n" : ",class\n");
        var values = items.Values.Span;
        for (int item = 0; item < items.Count; item++)
        {
            if (steps > 0)
                text.Append(CultureInfo.InvariantCulture, $"{item / steps},{item % steps},");
            for (int i = 0; i < size; i++)
                text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{values[(item * size) + i]:R}");
            if (!items.Classes.IsEmpty)
                text.Append(CultureInfo.InvariantCulture, $",{items.Classes.Span[item]}");
            text.Append('\n');
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());
    }
}
