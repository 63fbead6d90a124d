using System.Buffers;
using System.Buffers.Text;
using System.Text;
using GanActors.Client;

namespace GanActors.Server.Metrics;

/// <summary>
/// A run's <c>metrics.csv</c> as it grows, thinned: each look reads only what is new, and keeps of it stretches, and where every so many rows begin, so that a part of the file
/// can be read again more finely. Its size does not depend on the file's. Not for several threads at once.
/// </summary>
/// <param name="path">The file; it need not be there yet.</param>
internal sealed class MetricsIndex(string path)
{
    /// <summary>Stretches kept, and so the points of a chart at most.</summary>
    public const int MostStretches = 2_048;

    private const int RowsBetweenMarks = 1_024, MostColumns = 64, Buffer = 1 << 18;

    private readonly List<(long At, double Iteration)> _marks = [];
    private string[] _names = [];
    private double[] _row = [];
    private Stretches _stretches = new(1, 2);
    private long _at;
    private int _incarnation;

    /// <summary>Rows read so far.</summary>
    public long Rows => _stretches.Rows;

    /// <summary>The figures' names, without the iteration.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The newest iteration; 0 before the first.</summary>
    public double LastIteration { get; private set; }

    /// <summary>The newest row; a figure that is not there is NaN.</summary>
    public double Latest(string name) => Array.IndexOf(_names, name) is >= 0 and var column && Rows > 0 ? _row[column] : double.NaN;

    /// <summary>Reads what is new.</summary>
    /// <param name="incarnation">The run's: where it is another one than at the last look, rows may have been taken back, and all is read anew.</param>
    /// <param name="fresh">Gathers the new rows besides; null if nobody wants them.</param>
    public void Read(int incarnation, Stretches? fresh = null)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return;
        if (file.Length < _at || incarnation != _incarnation)
        {
            // What is read again is not new.
            Restart();
            fresh = null;
        }

        _incarnation = incarnation;
        if (file.Length == _at)
            return;
        using var stream = Open();
        stream.Position = _at;
        Scan(stream, (position, iteration) =>
        {
            if (_stretches.Rows % RowsBetweenMarks == 0)
                _marks.Add((position, iteration));
            _stretches.Add(iteration, _row);
            fresh?.Add(iteration, _row);
            LastIteration = iteration;
            return true;
        });
    }

    /// <summary>Rows gathered apart for one look.</summary>
    public Stretches NewStretches(int most) => new(Math.Max(1, _names.Length), most);

    /// <summary>What has been read, in at most so many points.</summary>
    /// <param name="points">Points.</param>
    /// <param name="columns">The figures that are wanted; null for all.</param>
    public MetricsView View(int points, IReadOnlyCollection<string>? columns) => View(_stretches, points, columns);

    /// <summary>A part of it, read again from the file if that shows more.</summary>
    /// <param name="from">First iteration.</param>
    /// <param name="to">Last iteration.</param>
    /// <param name="points">Points at most.</param>
    /// <param name="columns">The figures that are wanted; null for all.</param>
    public MetricsView View(double from, double to, int points, IReadOnlyCollection<string>? columns)
    {
        var part = new Stretches(_names.Length, MostStretches);
        if (Rows > 0)
        {
            int mark = Math.Max(0, _marks.FindLastIndex(each => each.Iteration <= from));
            double[] latest = [.. _row];
            using var stream = Open();
            long end = _at;
            stream.Position = _marks[mark].At;
            (long At, double Last) kept = (_at, LastIteration);
            _at = stream.Position;
            Scan(stream, (position, iteration) =>
            {
                if (iteration >= from && iteration <= to)
                    part.Add(iteration, _row);
                return iteration <= to && position < end;
            });
            (_at, LastIteration) = kept;
            latest.CopyTo(_row, 0);
        }

        return View(part, points, columns);
    }

    /// <summary>Stretches as a view.</summary>
    public MetricsView View(Stretches stretches, int points, IReadOnlyCollection<string>? columns)
    {
        int each = Math.Max(1, (stretches.Count + points - 1) / points);
        int count = (stretches.Count + each - 1) / each;
        double[] iterations = new double[count];
        for (int i = 0; i < count; i++)
            iterations[i] = stretches.End(Math.Min(stretches.Count, (i + 1) * each) - 1);
        var series = new Dictionary<string, SeriesView>(StringComparer.Ordinal);
        for (int column = 0; column < _names.Length; column++)
        {
            if (columns is not null && !columns.Contains(_names[column]))
                continue;
            double?[] mean = new double?[count], low = new double?[count], high = new double?[count];
            bool isThere = false;
            for (int i = 0; i < count; i++)
            {
                double sum = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
                int found = 0;
                for (int stretch = i * each; stretch < Math.Min(stretches.Count, (i + 1) * each); stretch++)
                {
                    if (stretches.Mean(stretch, column) is var value && double.IsNaN(value))
                        continue;
                    (sum, found) = (sum + value, found + 1);
                    (least, greatest) = (Math.Min(least, stretches.Low(stretch, column)), Math.Max(greatest, stretches.High(stretch, column)));
                }

                if (found == 0)
                    continue;
                isThere = true;
                (mean[i], low[i], high[i]) = (Rounded(sum / found), Rounded(least), Rounded(greatest));
            }

            // A penalty that a recipe does not have is no figure of its runs.
            if (isThere)
                series[_names[column]] = new SeriesView(mean, low, high);
        }

        return new MetricsView(Rows, iterations, series);
    }

    // Six digits are more than a chart shows, and a third of the bytes.
    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        double magnitude = Math.Pow(10, 5 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        double rounded = Math.Round(value * magnitude) / magnitude;
        return double.IsFinite(rounded) ? rounded : value;
    }

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    private void Restart()
    {
        _at = 0;
        _names = [];
        _row = [];
        _marks.Clear();
        _stretches = new Stretches(1, 2);
        LastIteration = 0;
    }

    /// <summary>Reads rows from where the stream is. A last line without an end is left for the next look: it is being written.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="row">Told of each row, with its place and iteration; its figures are in the row's buffer. False ends it.</param>
    private void Scan(FileStream stream, Func<long, double, bool> row)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            int kept = 0;
            for (int got; (got = stream.Read(buffer, kept, buffer.Length - kept)) > 0;)
            {
                int count = kept + got, start = 0;
                for (int end; (end = buffer.AsSpan(start, count - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
                {
                    long position = _at;
                    var line = buffer.AsSpan(start, end);
                    _at += end + 1;
                    if (_names.Length == 0)
                        Begin(line);
                    else if (Parse(line) is { } iteration && !row(position, iteration))
                        return;
                }

                kept = count - start;
                if (kept == buffer.Length)
                    return;
                buffer.AsSpan(start, kept).CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Begin(ReadOnlySpan<byte> header)
    {
        _names = [.. Encoding.UTF8.GetString(header).TrimEnd('\r').Split(',').Skip(1).Take(MostColumns)];
        _row = new double[_names.Length];
        _stretches = new Stretches(_names.Length, MostStretches);
    }

    // A line that is no row is passed over: a chart without it is better than none.
    private double? Parse(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out double iteration, out int used) || used >= line.Length || line[used] != ',')
            return null;
        line = line[(used + 1)..];
        for (int column = 0; column < _row.Length; column++)
        {
            if (Utf8Parser.TryParse(line, out double value, out used))
                line = line[used..];
            else
                value = double.NaN;
            _row[column] = value;
            int comma = line.IndexOf((byte)',');
            line = comma < 0 ? default : line[(comma + 1)..];
        }

        return iteration;
    }
}
