namespace GanActors.Reports;

/// <summary>A folder of which no report can be made: one line that names the file, the line if there is one, and what is wrong.</summary>
public sealed class ReportException : Exception
{
    /// <summary>A fault of a run's folder.</summary>
    /// <param name="place">The folder or file, and perhaps the line.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public ReportException(string place, string problem, Exception? cause = null)
        : base(ForeignText.Plain($"{place}: {ForeignText.Short(problem, ForeignText.LongestSaying)}"), cause)
    {
    }
}
