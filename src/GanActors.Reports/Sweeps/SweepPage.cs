using System.Collections.Immutable;
using System.Globalization;
using GanActors.Populations;
using GanActors.Reports.Html;
using GanActors.Sweeps;

namespace GanActors.Reports.Sweeps;

/// <summary>The page of a sweep.</summary>
internal sealed class SweepPage(SweepRecord sweep) : Page
{
    private const int MostRows = 100, MostFailures = 50, MostParameters = 40;

    // Below so many configurations no share means anything.
    private const int LeastForImportance = 8;

    private readonly ObjectiveSpec _objective = sweep.Spec.Objective;
    private readonly SweepProgress _progress = sweep.Summary.Progress;
    private readonly string[] _keys = [.. sweep.Spec.Space.Parameters.Select(parameter => parameter.Key).Distinct()];

    private bool HasReports => sweep.Board is [{ Latest: not null, State: not TrialState.Failed }, ..];

    /// <summary>The whole page.</summary>
    public string Write()
    {
        Begin(sweep.Summary.Sweep, _progress.State.ToString().ToLowerInvariant());
        if (sweep.Spec.Description.Length > 0)
            Paragraph(sweep.Spec.Description);
        Facts();
        Best();
        Board();
        var importance = Importances();
        if (HasReports)
        {
            var plots = new ObjectivePlots(sweep);
            Heading("Course");
            Html.Append("<div class=\"charts\">\n");
            plots.AgainstTime(Html);
            plots.ByRung(Html);
            Html.Append("</div>\n");
            Heading("Configurations");
            ParallelCoordinates.Write(Html, sweep, [.. importance.Results.OrderByDescending(each => each.Share).Select(each => each.Key).Concat(_keys).Distinct()]);
            Paragraph("Each line is a configuration, from key to key and on to its objective, better higher. Trials that were trained longer are ranked before the others.", soft: true);
        }

        Shares(importance.Iteration, importance.Results);
        Sheets();
        Failures();
        Heading("Sweep");
        Html.Append("<details><summary>every value, as the sweep has it</summary><pre>").Append(HtmlText.Lines(sweep.Yaml)).Append("</pre></details>\n");
        return End();
    }

    private void Facts()
    {
        int failed = _progress.Trials.Count(trial => trial.State == TrialState.Failed);
        Facts(
        [
            ("objective", $"{_objective.Metric} {(_objective.Minimize ? "↓" : "↑")}"),
            ("scheduler", SweepWriter.KindOf(sweep.Spec.Scheduler)),
            ("trials", $"{Count(_progress.Trials.Length)} of {Count(_progress.Budget)}"),
            ("failed", failed == 0 ? null : Count(failed)),
            ("runs of each", _objective.Seeds == 1 ? null : $"{Count(_objective.Seeds)}, {_objective.Combine.ToString().ToLowerInvariant()}"),
            ("iterations", Count(_progress.Iterations)),
            ("time", Duration(_progress.Elapsed.TotalSeconds)),
            ("iterations a second", _progress.Elapsed.TotalSeconds > 0 ? Rounded(_progress.Iterations / _progress.Elapsed.TotalSeconds, "0.#") : null),
        ]);
        Html.Append("<p class=\"soft\" style=\"margin-top:12px\">");
        Html.Append(HtmlText.Of(_progress.Extractor is { } extractor ? $"Figures of {extractor}." : "Figures of the items as they are."));
        if (_progress.Reason is { } reason)
            Html.Append(' ').Append(HtmlText.Of($"Ended: {ForeignText.Short(reason, ForeignText.LongestSaying)}."));
        Html.Append("</p>\n");
    }

    private void Best()
    {
        Heading("Best");
        if (!HasReports)
        {
            Paragraph("No trial has reported yet.");
            return;
        }

        var best = sweep.Board[0];
        Paragraph($"Trial {best.Number}, with {_objective.Metric} {Figure(best.Latest!.Objective)} after {Count(best.Latest.Iteration)} iterations:");
        Table(best.Configuration.Settings.Select(setting => (setting.Key, setting.Value)));
        Html.Append("<pre style=\"margin-top:12px\">").Append(HtmlText.Of($"ganactors train --from-best {sweep.Summary.Sweep}")).Append("</pre>\n");
    }

    private void Board()
    {
        Heading("Leaderboard");
        if (sweep.Board.IsEmpty)
        {
            Paragraph("No trial has begun.");
            return;
        }

        string[] keys = [.. _keys.Take(MostParameters)];
        Html.Append("<div class=\"scroll\"><table><tr><th class=\"number\"></th><th class=\"number\">trial</th><th>state</th><th class=\"number\">iterations</th>");
        Html.Append(CultureInfo.InvariantCulture, $"<th class=\"number\">{HtmlText.Of(_objective.Metric)} {(_objective.Minimize ? "&darr;" : "&uarr;")}</th>");
        if (_objective.Seeds > 1)
            Html.Append("<th>of each run</th>");
        foreach (string key in keys)
            Html.Append(CultureInfo.InvariantCulture, $"<th>{HtmlText.Of(key)}</th>");
        Html.Append("</tr>");
        int rank = 0;
        foreach (var trial in sweep.Board.Take(MostRows))
        {
            Html.Append(CultureInfo.InvariantCulture, $"<tr{(trial.State == TrialState.Failed ? " class=\"alarm\"" : "")}><td class=\"number\">{++rank}</td><td class=\"number\">{trial.Number}</td><td>{trial.State.ToString().ToLowerInvariant()}</td>");
            Html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{Count(trial.Latest?.Iteration)}</td><td class=\"number\">{Figure(trial.Latest?.Objective)}</td>");
            if (_objective.Seeds > 1)
                Html.Append(CultureInfo.InvariantCulture, $"<td class=\"time\">{string.Join(", ", (trial.Latest?.Seeds ?? []).Take(10).Select(seed => Figure(seed)))}</td>");
            foreach (string key in keys)
                Html.Append(CultureInfo.InvariantCulture, $"<td class=\"time\">{HtmlText.Of(ForeignText.Short(trial.Configuration.Settings.FirstOrDefault(setting => setting.Key == key)?.Value ?? "", ForeignText.LongestName))}</td>");
            Html.Append("</tr>");
        }

        Html.Append("</table></div>\n");
        if (sweep.Board.Length > MostRows)
            Paragraph($"{Count(sweep.Board.Length - MostRows)} more are in {SweepFiles.Leaderboard}.", soft: true);
    }

    /// <summary>Importance is told of figures after as many iterations: where most trials have reported, and of such places the furthest.</summary>
    private (long Iteration, ImmutableArray<ParameterImportance> Results) Importances()
    {
        var place = sweep.Board.SelectMany(trial => trial.Reports.Select(report => (trial, report)))
            .GroupBy(each => each.report.Iteration).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).FirstOrDefault();
        if (place is null || place.Count() < LeastForImportance)
            return (0, []);
        return (place.Key, Importance.Of(
            sweep.Spec.Space, [.. place.Select(each => (each.trial.Configuration, _objective.Minimize ? each.report.Objective : -each.report.Objective))]));
    }

    private void Shares(long iteration, ImmutableArray<ParameterImportance> results)
    {
        Heading("Importance");
        if (results.IsEmpty)
        {
            Paragraph($"There are fewer than {LeastForImportance} configurations with figures after as many iterations; too few to say.");
            return;
        }

        Html.Append("<div class=\"scroll\"><table class=\"shares\"><tr><th>key</th><th class=\"number\">share</th><th class=\"bar\"></th><th>better if</th><th class=\"number\">configurations</th></tr>");
        foreach (var each in results.OrderByDescending(each => each.Share).ThenBy(each => each.Parameter).Take(MostParameters))
        {
            string trend = each.Trend switch { null => "", > -0.2 and < 0.2 => "no clear trend", < 0 => "greater", _ => "smaller" };
            string key = sweep.Spec.Space.Parameters[each.Parameter].When is { } when
                ? $"{each.Key} (where {sweep.Spec.Space.Parameters[when.Parameter].Key} is {((ChoiceDistribution)sweep.Spec.Space.Parameters[when.Parameter].Distribution).Values[when.Choice]})"
                : each.Key;
            Html.Append(CultureInfo.InvariantCulture, $"<tr><td>{HtmlText.Of(ForeignText.Short(key, 2 * ForeignText.LongestName))}</td><td class=\"number\">{each.Share * 100:0} %</td>");
            Html.Append(CultureInfo.InvariantCulture, $"<td class=\"bar\"><i style=\"width:{Math.Clamp(each.Share, 0, 1) * 100:0.#}%\"></i></td><td>{trend}</td><td class=\"number\">{each.Configurations}</td></tr>");
        }

        Html.Append("</table></div>\n");
        Paragraph(
            $"How much of the differences between configurations goes with each key, looked at alone: the share of the variance of their ranks after {Count(iteration)} iterations that lies between groups of alike values, "
            + "corrected for what chance alone would give (epsilon squared; Kelley, 1935). Keys that matter only together are not seen, and with few configurations a share of ten or twenty percent is little.",
            soft: true);
    }

    private void Sheets()
    {
        if (sweep.Sheets.IsEmpty)
            return;
        Heading("Samples of the best");
        Html.Append("<div class=\"sheets members\">");
        foreach (var (trial, sheet) in sweep.Sheets)
            Sheet($"trial {trial.Number}, {_objective.Metric} {Figure(trial.Latest!.Objective)}, {sheet.Label}", sheet.Png);
        Html.Append("</div>\n");
        if (_objective.Seeds > 1)
            Paragraph("Of each the first run.", soft: true);
    }

    private void Failures()
    {
        Trial[] failed = [.. sweep.Board.Where(trial => trial.State == TrialState.Failed)];
        if (failed.Length == 0)
            return;
        Heading("Failures");
        Html.Append("<div class=\"scroll\"><table><tr><th class=\"number\">trial</th><th>kind</th><th>what happened</th></tr>");
        foreach (var trial in failed.Take(MostFailures))
        {
            Html.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{trial.Number}</td><td>{HtmlText.Of(trial.Fault?.ToString() ?? "")}</td>");
            Html.Append(CultureInfo.InvariantCulture, $"<td class=\"words\">{HtmlText.Of(ForeignText.Short(trial.Failure ?? "", ForeignText.LongestSaying))}</td></tr>");
        }

        Html.Append("</table></div>\n");
        if (failed.Length > MostFailures)
            Paragraph($"{Count(failed.Length - MostFailures)} more failed.", soft: true);
    }

    private static string Figure(double? value) => Rounded(value, "0.####") ?? "";
}
