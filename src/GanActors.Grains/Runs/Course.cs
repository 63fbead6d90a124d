using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>The figures of a run so far, for its plots, thinned to what plots can show.</summary>
internal sealed class Course
{
    private readonly Thinned<MetricsRow> _rows = new();

    // Apart from the rows: a lazy penalty is rare, and thinned rows may miss every one.
    private readonly Thinned<MetricsRow> _penalised = new();

    /// <summary>The rows kept, oldest first.</summary>
    public IReadOnlyList<MetricsRow> Rows => _rows.Kept;

    /// <summary>Rows of iterations that had a penalty, oldest first.</summary>
    public IReadOnlyList<MetricsRow> Penalised => _penalised.Kept;

    /// <summary>Whose turn it was.</summary>
    public TurnCourse Turns { get; } = new();

    /// <summary>The newest iteration; 0 before there is one.</summary>
    public long Iteration { get; private set; }

    public void Keep(MetricsRow row)
    {
        Iteration = row.Iteration;
        _rows.Add(row);
        if (!double.IsNaN(row.DiscriminatorPenalty))
            _penalised.Add(row);
        Turns.Add(row.Iteration, row.DiscriminatorSteps, row.GeneratorSteps);
    }

    /// <summary>One figure of all rows.</summary>
    public double[] Of(Func<MetricsRow, double> figure) => [.. Rows.Select(figure)];
}
