using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GanActors.Reports.Html;
using GanActors.Sweeps;

namespace GanActors.Reports.Sweeps;

/// <summary>The objective of every report, against time and against iterations.</summary>
/// <param name="sweep">What is drawn.</param>
internal sealed class ObjectivePlots(SweepRecord sweep)
{
    private readonly string _metric = sweep.Spec.Objective.Metric;
    private readonly ImmutableArray<(Trial Trial, TrialFigures Report)> _reports =
        [.. sweep.Board.SelectMany(trial => trial.Reports.Select(report => (trial, report)))];

    /// <summary>Whether there is anything to draw.</summary>
    public bool HasAny => !_reports.IsEmpty;

    /// <summary>Each report where it came in, and the best there was up to then.</summary>
    public void AgainstTime(StringBuilder html)
    {
        var inTime = _reports.OrderBy(each => each.Report.Elapsed).ThenBy(each => each.Trial.Number).ToArray();
        double last = inTime[^1].Report.Elapsed.TotalMinutes;
        bool inSeconds = last < 3;
        double When(TrialFigures report) => inSeconds ? report.Elapsed.TotalSeconds : report.Elapsed.TotalMinutes;
        var frame = new PlotFrame(new PlotScale(0, Math.Max((inSeconds ? last * 60 : last) * 1.03, 1e-3)), Up());
        long longest = inTime.Max(each => each.Report.Iteration);
        Begin(html, $"{_metric} against time", [("best", "trained longest"), ("q1", "not so long"), ("best", "line: best so far")]);
        frame.Open(html, $"{_metric} against time", $"{inTime.Length} reports; the best is {Text(Best(inTime.Select(each => each.Report.Objective)))}", inSeconds ? "seconds" : "minutes");
        double best = inTime[0].Report.Objective;
        var line = new StringBuilder();
        foreach (var (_, report) in inTime)
        {
            double before = best;
            best = Best([best, report.Objective]);
            string x = Place(frame.X(When(report)));
            line.Append(CultureInfo.InvariantCulture, $"{x},{Place(frame.Y(before))} {x},{Place(frame.Y(best))} ");
        }

        html.Append(CultureInfo.InvariantCulture, $"<polyline class=\"so-far\" points=\"{line}{Place(PlotFrame.Width - PlotFrame.Right)},{Place(frame.Y(best))}\"/>");
        foreach (var (trial, report) in inTime)
            Mark(html, frame.X(When(report)), frame.Y(report.Objective), report.Iteration == longest ? "best" : "q1", trial, report);
        html.Append("</g></svg></figure>\n");
    }

    /// <summary>What became of each trial from rung to rung.</summary>
    public void ByRung(StringBuilder html)
    {
        long[] rungs = [.. _reports.Select(each => each.Report.Iteration).Distinct().Order()];
        bool logarithmic = rungs[0] > 0 && rungs[^1] >= 8.0 * rungs[0];
        var across = logarithmic ? new PlotScale(rungs[0] / 1.25, rungs[^1] * 1.25, true) : new PlotScale(0, Math.Max(rungs[^1] * 1.04, 1));
        var frame = new PlotFrame(across, Up()) { Ticks = rungs.Length <= 8 ? [.. rungs.Select(rung => (double)rung)] : null };
        bool takenOver = _reports.Any(each => each.Report.Donor is not null);
        Begin(
            html,
            $"{_metric} by iterations",
            takenOver ? [("best", "the best"), ("q1", "trained as long"), ("given-up", "shorter"), ("taken", "took over from")] : [("best", "the best"), ("q1", "trained as long"), ("given-up", "shorter")]);
        frame.Open(html, $"{_metric} by iterations", $"{sweep.Board.Count(trial => trial.Latest is not null)} trials over {rungs.Length} rungs", "iteration");
        var trials = sweep.Board.ToDictionary(trial => trial.Number);
        // The best on top of the others.
        foreach (var trial in sweep.Board.Where(trial => trial.Latest is not null).Reverse())
        {
            string kind = trial == sweep.Board[0] ? "best" : trial.Latest!.Iteration == rungs[^1] ? "q1" : "given-up";
            string points = string.Join(' ', trial.Reports.Select(report => $"{Place(frame.X(report.Iteration))},{Place(frame.Y(report.Objective))}"));
            html.Append(CultureInfo.InvariantCulture, $"<polyline class=\"trial {kind}\" points=\"{points}\"/>");
            foreach (var report in trial.Reports)
            {
                if (report.Donor is { } donor && trials.TryGetValue(donor, out var from) && from.Reports.LastOrDefault(other => other.Iteration < report.Iteration) is { } start)
                {
                    html.Append(
                        CultureInfo.InvariantCulture,
                        $"<polyline class=\"trial taken\" points=\"{Place(frame.X(start.Iteration))},{Place(frame.Y(start.Objective))} {Place(frame.X(report.Iteration))},{Place(frame.Y(report.Objective))}\"/>");
                }

                Mark(html, frame.X(report.Iteration), frame.Y(report.Objective), kind, trial, report);
            }
        }

        html.Append("</g></svg></figure>\n");
    }

    private PlotScale Up()
    {
        double[] values = [.. _reports.Select(each => each.Report.Objective)];
        return PlotScale.Of(values, values, IsWide(values));
    }

    /// <summary>Whether figures are so far apart that only their logarithms can be seen together.</summary>
    public static bool IsWide(double[] values) => values.Min() > 1e-100 && values.Max() > 20 * values.Min();

    private double Best(IEnumerable<double> values) => sweep.Spec.Objective.Minimize ? values.Min() : values.Max();

    private void Mark(StringBuilder html, double x, double y, string kind, Trial trial, TrialFigures report)
    {
        html.Append(CultureInfo.InvariantCulture, $"<circle class=\"mark {kind}\" cx=\"{Place(x)}\" cy=\"{Place(y)}\" r=\"4\">");
        string words = string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number} at iteration {report.Iteration:N0}: {_metric} {Text(report.Objective)}");
        html.Append(CultureInfo.InvariantCulture, $"<title>{HtmlText.Of(ForeignText.Short($"{words}; {trial.Configuration}", ForeignText.LongestSaying))}</title></circle>");
    }

    private static void Begin(StringBuilder html, string title, ReadOnlySpan<(string Kind, string Name)> legend)
    {
        html.Append("<figure class=\"plot\"><div class=\"title\">").Append(HtmlText.Of(title)).Append("</div><div class=\"legend\">");
        foreach (var (kind, name) in legend)
            html.Append(CultureInfo.InvariantCulture, $"<span><i class=\"{kind}\"></i>{HtmlText.Of(name)}</span>");
        html.Append("</div>");
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
