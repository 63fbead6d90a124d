using System.Globalization;
using System.Text;

namespace GanActors.Reports;

/// <summary>Reads <c>metrics.csv</c> as a stream: its length does not matter, its lines' does.</summary>
internal static class MetricsFile
{
    /// <summary>Bytes of the longest file that is read: some ten million iterations.</summary>
    public const long Longest = 1L << 31;

    /// <summary>Stretches of the course, at most.</summary>
    public const int MostStretches = 240;

    private const int LongestLine = 4_096, MostColumns = 200;

    /// <summary>Reads it twice: once to count, once to gather.</summary>
    /// <exception cref="ReportException">A line is not as the header says. A last line without an end is passed over: the run goes on, or was killed.</exception>
    public static MetricsCourse Read(string path)
    {
        long rows = 0;
        string[] names = [];
        foreach (var (_, fields) in Lines(path))
        {
            if (names.Length == 0)
                names = Header(path, fields);
            else
                rows++;
        }

        if (names.Length == 0)
            throw new ReportException(path, "is empty; it begins with a line of column names");
        int stretches = (int)Math.Min(rows, MostStretches);
        double[] iterations = new double[stretches];
        var columns = names.Skip(1).ToDictionary(name => name, _ => Enumerable.Repeat(Stretch.None, stretches).ToArray(), StringComparer.Ordinal);
        var ordered = names.Skip(1).Select(name => columns[name]).ToArray();
        long row = -1;
        foreach (var (line, fields) in Lines(path))
        {
            if (row < 0)
            {
                row++;
                continue;
            }

            // It may have grown since it was counted.
            if (row == rows)
                break;
            if (fields.Length != names.Length)
                throw At(line, $"has {fields.Length} fields, and the header names {names.Length}");
            int stretch = (int)(row * stretches / rows);
            iterations[stretch] = Number(fields[0], names[0], line) is var iteration && double.IsFinite(iteration)
                ? iteration
                : throw At(line, $"{names[0]}: '{ForeignText.Short(fields[0], ForeignText.LongestName)}' counts no iterations");
            for (int i = 0; i < ordered.Length; i++)
            {
                double value = Number(fields[i + 1], names[i + 1], line);
                if (double.IsFinite(value))
                    ordered[i][stretch] = ordered[i][stretch].With(value);
            }

            row++;
        }

        return new MetricsCourse(rows, iterations, columns);

        // An empty field is a figure that does not exist.
        double Number(string text, string name, long line) => text.Length == 0 ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw At(line, $"{name}: '{ForeignText.Short(text, ForeignText.LongestName)}' is no number");

        ReportException At(long line, string problem) => new(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}"), problem);
    }

    private static string[] Header(string path, string[] names)
    {
        if (names[0] != "iteration" || names.Length > MostColumns || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new ReportException(path + ":1", "is no header of a run's metrics; it begins with iteration, and no column is there twice");
        return names;
    }

    // Only lines that end: the last one may be half written.
    private static IEnumerable<(long Number, string[] Fields)> Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        if (file.Length > Longest)
            throw new ReportException(path, string.Create(CultureInfo.InvariantCulture, $"has {file.Length} bytes; at most {Longest} are read"));
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        var line = new StringBuilder();
        char[] buffer = new char[1 << 14];
        long number = 1;
        for (int got; (got = reader.Read(buffer)) > 0;)
        {
            int start = 0;
            for (int at = 0; at < got; at++)
            {
                if (buffer[at] != '\n')
                    continue;
                line.Append(buffer, start, at - start);
                start = at + 1;
                yield return (number++, Fields());
            }

            line.Append(buffer, start, got - start);
            Fields(keep: true);
        }

        string[] Fields(bool keep = false)
        {
            if (line.Length > LongestLine)
                throw new ReportException(string.Create(CultureInfo.InvariantCulture, $"{path}:{number}"), $"is longer than {LongestLine} characters; this is no file of metrics");
            if (keep)
                return [];
            string[] fields = line.ToString().TrimEnd('\r').Split(',');
            line.Clear();
            return fields;
        }
    }
}
