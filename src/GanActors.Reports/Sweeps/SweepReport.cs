namespace GanActors.Reports.Sweeps;

/// <summary>
/// Makes a page of a sweep's folder: leaderboard, objective against time, parallel coordinates, learning curves by rung, importance of the parameters, the best
/// members' sample sheets. It is one HTML file that holds all it shows and opens without a network.
/// </summary>
public static class SweepReport
{
    /// <summary>Reads a sweep's folder and makes the page.</summary>
    /// <param name="folder">A folder with at least <c>sweep.yaml</c> and <c>summary.json</c>; the sweep may still be going on.</param>
    /// <returns>The page's HTML.</returns>
    /// <exception cref="ReportException">The folder is none of a sweep, or a file in it is damaged; the message names it.</exception>
    public static string Of(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new SweepPage(SweepRecordReader.Read(folder)).Write();
    }
}
