namespace GanActors.Server.Metrics;

/// <summary>
/// Rows of figures, gathered in stretches of equally many: of each figure the mean, the least and the greatest. When there are too many stretches, every two neighbours become
/// one; so it takes any number of rows in a bounded room, and one row at a time.
/// </summary>
/// <param name="columns">How many figures a row has.</param>
/// <param name="most">Stretches at most; even.</param>
internal sealed class Stretches(int columns, int most)
{
    private readonly int _columns = columns, _most = most;
    private double[] _means = new double[columns * 16];
    private float[] _lows = new float[columns * 16], _highs = new float[columns * 16];
    private int[] _counts = new int[columns * 16];
    private double[] _ends = new double[16];

    /// <summary>How many stretches there are; the last may not be full.</summary>
    public int Count { get; private set; }

    /// <summary>Rows of a full stretch.</summary>
    public long RowsEach { get; private set; } = 1;

    /// <summary>Rows in all.</summary>
    public long Rows { get; private set; }

    /// <summary>The last iteration of a stretch.</summary>
    public double End(int stretch) => _ends[stretch];

    /// <summary>A figure's mean over a stretch; NaN if it has none.</summary>
    public double Mean(int stretch, int column) => _counts[At(stretch, column)] == 0 ? double.NaN : _means[At(stretch, column)];

    /// <summary>The least; NaN if there is none.</summary>
    public double Low(int stretch, int column) => _counts[At(stretch, column)] == 0 ? double.NaN : _lows[At(stretch, column)];

    /// <summary>The greatest; NaN if there is none.</summary>
    public double High(int stretch, int column) => _counts[At(stretch, column)] == 0 ? double.NaN : _highs[At(stretch, column)];

    /// <summary>Adds a row.</summary>
    /// <param name="iteration">Its iteration.</param>
    /// <param name="row">Its figures; one that is not there, or is no number, counts for nothing.</param>
    public void Add(double iteration, ReadOnlySpan<double> row)
    {
        if (Rows == Count * RowsEach)
            Begin();
        int stretch = Count - 1;
        _ends[stretch] = iteration;
        Rows++;
        int at = stretch * _columns;
        for (int column = 0; column < row.Length; column++, at++)
        {
            double value = row[column];
            if (!double.IsFinite(value))
                continue;
            int count = ++_counts[at];
            if (count == 1)
                (_means[at], _lows[at], _highs[at]) = (value, (float)value, (float)value);
            else
                (_means[at], _lows[at], _highs[at]) = (_means[at] + ((value - _means[at]) / count), Math.Min(_lows[at], (float)value), Math.Max(_highs[at], (float)value));
        }
    }

    private int At(int stretch, int column) => (stretch * _columns) + column;

    private void Begin()
    {
        if (Count == _most)
            Halve();
        if (Count == _ends.Length)
            Grow();
        int at = Count++ * _columns;
        _counts.AsSpan(at, _columns).Clear();
    }

    private void Grow()
    {
        int room = Math.Min(_most, _ends.Length * 2);
        Array.Resize(ref _ends, room);
        Array.Resize(ref _means, room * _columns);
        Array.Resize(ref _lows, room * _columns);
        Array.Resize(ref _highs, room * _columns);
        Array.Resize(ref _counts, room * _columns);
    }

    private void Halve()
    {
        for (int stretch = 0; stretch < Count / 2; stretch++)
        {
            _ends[stretch] = _ends[(2 * stretch) + 1];
            for (int column = 0; column < _columns; column++)
                Join(At(2 * stretch, column), At((2 * stretch) + 1, column), At(stretch, column));
        }

        Count /= 2;
        RowsEach *= 2;
    }

    private void Join(int one, int next, int into)
    {
        int first = _counts[one], second = _counts[next];
        (_means[into], _lows[into], _highs[into], _counts[into]) = (first, second) switch
        {
            (_, 0) => (_means[one], _lows[one], _highs[one], first),
            (0, _) => (_means[next], _lows[next], _highs[next], second),
            _ => (
                _means[one] + ((_means[next] - _means[one]) * second / (first + second)),
                Math.Min(_lows[one], _lows[next]), Math.Max(_highs[one], _highs[next]), first + second),
        };
    }
}
