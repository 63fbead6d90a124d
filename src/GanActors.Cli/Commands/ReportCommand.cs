using System.CommandLine;
using GanActors.Cli.Reporting;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors report</c>: a run as one page.</summary>
internal static class ReportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var run = new Argument<string>("run") { Description = "A run's folder, or its name under runs/", HelpName = "RUN" };
        var output = new Option<string?>("--out") { Description = "The file; else report.html in the run's folder", HelpName = "FILE" };
        var report = new CommandWithExamples(
            "report", "Writes one HTML file that shows a run, and opens without a network",
            new Example("ganactors report runs/digits", "Recipe, curves, samples, figures and alarms, in runs/digits/report.html."),
            new Example("ganactors report digits --out digits.html", "To be kept elsewhere, or sent."));
        report.Arguments.Add(run);
        report.Options.Add(output);
        report.SetAction((parsed, stop) => Task.Run(() => new ReportSession(new ReportWish(parsed.GetRequiredValue(run), parsed.GetValue(output)), surroundings).Run(), stop));
        return report;
    }
}
