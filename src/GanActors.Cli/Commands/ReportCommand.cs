using System.CommandLine;
using GanActors.Cli.Reporting;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors report</c>: a run, or a sweep, as one page.</summary>
internal static class ReportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var run = new Argument<string>("run") { Description = "The folder of a run or a sweep, or its name under runs/ or sweeps/", HelpName = "RUN" };
        var output = new Option<string?>("--out") { Description = "The file; else report.html in that folder", HelpName = "FILE" };
        var report = new CommandWithExamples(
            "report", "Writes one HTML file that shows a run or a sweep, and opens without a network",
            new Example("ganactors report runs/digits", "Recipe, curves, samples, figures and alarms, in runs/digits/report.html."),
            new Example("ganactors report digits --out digits.html", "To be kept elsewhere, or sent."));
        report.Arguments.Add(run);
        report.Options.Add(output);
        report.SetAction((parsed, stop) => Task.Run(() => new ReportSession(new ReportWish(parsed.GetRequiredValue(run), parsed.GetValue(output)), surroundings).Run(), stop));
        return report;
    }
}
