using System.Text;
using GanActors.Cli.Generation;
using GanActors.Cli.Rendering;
using GanActors.Files;
using GanActors.Reports;
using GanActors.Reports.Sweeps;
using GanActors.Runs;
using GanActors.Server.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Reporting;

/// <summary>What the user asked of <c>ganactors report</c>.</summary>
/// <param name="Run">The folder of a run or a sweep, or its name under <c>runs/</c> or <c>sweeps/</c>.</param>
/// <param name="Out">The file; null for one in that folder.</param>
internal sealed record ReportWish(string Run, string? Out);

/// <summary><c>ganactors report</c>.</summary>
internal sealed class ReportSession(ReportWish wish, Surroundings surroundings)
{
    /// <summary>Makes the page and writes it.</summary>
    public int Run()
    {
        string? chosen = wish.Out is null ? null : Destination.File(wish.Out, surroundings.CurrentDirectory, ".html", ".htm");
        string? sweep = Sweep();
        string folder = sweep ?? ResultSource.Runs.Find(wish.Run, RunFiles.Metrics, surroundings.CurrentDirectory);
        string page = sweep is null ? RunReport.Of(folder) : SweepReport.Of(folder);
        string path = chosen ?? Path.Combine(folder, RunReport.FileName);
        byte[] bytes = Encoding.UTF8.GetBytes(page);
        WholeFile.Write(path, bytes);
        HeadingText.Line(surroundings.Output, "wrote", $"{RunPaths.Short(path)} ({Figures.Count(bytes.Length)} bytes)");
        return ExitCode.Done;
    }

    private string? Sweep() => string.IsNullOrWhiteSpace(wish.Run)
        ? null
        : ResultSource.Sweeps.Places(wish.Run, surroundings.CurrentDirectory).FirstOrDefault(place => File.Exists(Path.Combine(place, SweepFiles.Sweep)));
}
