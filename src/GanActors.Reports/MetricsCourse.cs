namespace GanActors.Reports;

/// <summary>The course of a run's figures, thinned to what a plot can show.</summary>
/// <param name="Rows">Rows there were.</param>
/// <param name="Iterations">The last iteration of each stretch.</param>
/// <param name="Columns">By name, each as long as <paramref name="Iterations"/>.</param>
internal sealed record MetricsCourse(long Rows, double[] Iterations, IReadOnlyDictionary<string, Stretch[]> Columns)
{
    /// <summary>A column; null if there is none of that name, or no figure in it.</summary>
    public Stretch[]? this[string name] => Columns.TryGetValue(name, out var column) && column.Any(each => each.Count > 0) ? column : null;
}

/// <summary>What a figure was over some iterations.</summary>
/// <param name="Mean">Its mean; NaN if there was none.</param>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
/// <param name="Count">How many figures.</param>
internal readonly record struct Stretch(double Mean, double Low, double High, int Count)
{
    public static readonly Stretch None = new(double.NaN, double.NaN, double.NaN, 0);

    public Stretch With(double value) => Count == 0
        ? new Stretch(value, value, value, 1)
        : new Stretch(Mean + ((value - Mean) / (Count + 1)), Math.Min(Low, value), Math.Max(High, value), Count + 1);
}
