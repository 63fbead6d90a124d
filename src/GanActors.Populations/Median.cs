namespace GanActors.Populations;

/// <summary>The median.</summary>
public static class Median
{
    /// <summary>The value in the middle; of an even number, the mean of the two.</summary>
    /// <param name="sorted">Rising, at least one.</param>
    public static double OfSorted(ReadOnlySpan<double> sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
