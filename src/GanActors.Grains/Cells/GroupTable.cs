using System.Globalization;
using System.Text;
using GanActors.Cells;
using GanActors.Files;

namespace GanActors.Grains.Cells;

/// <summary>
/// A file of comma-separated rows of a group, told apart by epoch, row and column of the member. A run that goes on keeps those rows that are still true; a row that
/// is there already is not written again, for it would be the same.
/// </summary>
internal sealed class GroupTable : IDisposable
{
    private readonly HashSet<(long Epoch, CellPlace Place)> _known = [];
    private readonly FileStream _file;

    /// <summary>Opens the file, or begins it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="header">Names of the columns after epoch, row and column.</param>
    /// <param name="keep">Which rows are still true.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public GroupTable(string path, string header, Func<long, CellPlace, bool> keep)
    {
        var kept = new SortedDictionary<(long, int, int), string>();
        foreach (string line in File.Exists(path) ? File.ReadLines(path).Skip(1) : [])
        {
            string[] parts = line.Split(',');
            if (parts.Length != header.Split(',').Length + 3
                || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long epoch)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int row)
                || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int column)
                || !keep(epoch, new CellPlace(row, column)))
            {
                // Torn by a crash, or of an epoch that is trained again.
                continue;
            }

            kept[(epoch, row, column)] = line;
            _known.Add((epoch, new CellPlace(row, column)));
        }

        WholeFile.Write(path, string.Concat(kept.Values.Prepend("epoch,row,column," + header).Select(line => line + "\n")));
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Adds a row, unless there is one of that epoch and member.</summary>
    /// <param name="epoch">Epochs done.</param>
    /// <param name="place">The member.</param>
    /// <param name="values">Numbers and texts without commas.</param>
    public void Add(long epoch, CellPlace place, params ReadOnlySpan<object> values)
    {
        if (!_known.Add((epoch, place)))
            return;
        var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{epoch},{place.Row},{place.Column}"));
        foreach (object value in values)
            line.Append(',').Append(value is bool flag ? flag ? "1" : "0" : Convert.ToString(value, CultureInfo.InvariantCulture));
        _file.Write(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
    }

    /// <summary>Brings everything to the disk.</summary>
    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
