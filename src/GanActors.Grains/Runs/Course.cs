using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// The figures of a run so far, for its plots. Past its capacity every other row goes, and from then on only every second, fourth, ...
/// row is kept: a plot is a thousand pixels wide.
/// </summary>
internal sealed class Course
{
    private const int Capacity = 1 << 15;
    private readonly List<MetricsRow> _rows = [];
    private long _every = 1;

    /// <summary>The rows kept, oldest first.</summary>
    public IReadOnlyList<MetricsRow> Rows => _rows;

    public void Keep(MetricsRow row)
    {
        if (row.Iteration % _every != 0)
            return;
        _rows.Add(row);
        if (_rows.Count < Capacity)
            return;
        _every *= 2;
        _rows.RemoveAll(kept => kept.Iteration % _every != 0);
    }

    /// <summary>One figure of all rows.</summary>
    public double[] Of(Func<MetricsRow, double> figure) => [.. _rows.Select(figure)];
}
