using GanActors.Reports.Html;

namespace GanActors.Reports;

/// <summary>
/// Makes a page of a run's folder: recipe, course, samples, evaluations, alarms, environment. It is one HTML file that holds all it shows and opens
/// without a network.
/// </summary>
public static class RunReport
{
    /// <summary>Its name where nobody chose one.</summary>
    public const string FileName = "report.html";

    /// <summary>Reads a run's folder and makes the page.</summary>
    /// <param name="folder">A folder with at least <c>recipe.yaml</c> and <c>metrics.csv</c>; the run may still be going on.</param>
    /// <returns>The page's HTML.</returns>
    /// <exception cref="ReportException">The folder is none of a run, or a file in it is damaged; the message names it.</exception>
    public static string Of(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new ReportPage(RunRecordReader.Read(folder)).Write();
    }
}
