using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using GanActors.Runs;

namespace GanActors.Reports.Html;

/// <summary>The page of a run.</summary>
internal sealed class ReportPage(RunRecord run) : Page
{
    /// <summary>The whole page.</summary>
    public string Write()
    {
        string name = Summary("run") ?? run.Name, state = Summary("state") ?? "not ended";
        Begin(name, state);
        if (run.Recipe.Description.Length > 0)
            Paragraph(run.Recipe.Description);
        Facts();
        Alarms();
        Course();
        Sheets();
        Evaluations();
        FinalFigures();
        Events();
        RecipeText();
        Reproduce();
        return End();
    }

    private string? Summary(string name, string? within = null) =>
        RunRecordReader.Text(within is null ? run.Summary : run.Summary?[within] as JsonObject, name);

    private void Facts()
    {
        var facts = new List<(string What, string? Value)>
        {
            ("recipe", run.Recipe.Name),
            ("iterations", Iterations()),
            ("passes over the data", Rounded(RunRecordReader.Number(run.Summary, "epochs"), "0.#")),
            ("time", Duration(RunRecordReader.Number(run.Summary?["time"] as JsonObject, "seconds"))),
            ("iterations a second", Rounded(RunRecordReader.Number(run.Summary?["time"] as JsonObject, "iterations_per_second"), "0.#")),
            ("parameters", Count(RunRecordReader.Number(run.Summary?["parameters"] as JsonObject, "total"))),
            ("seed", run.Recipe.Run.Seed.ToString(CultureInfo.InvariantCulture)),
        };
        Facts(facts);
        Html.Append("<p class=\"soft\" style=\"margin-top:12px\">");
        Html.Append(HtmlText.Of(Summary("data") is { } data ? $"Data: {data}." : $"Data: {run.Recipe.Data.Name}."));
        if (Summary("reason") is { } reason)
            Html.Append(' ').Append(HtmlText.Of($"Ended: {reason}."));
        else if (run.Summary is null)
            Html.Append(" There is no summary in the run's folder: the run goes on, or it was killed.");
        Html.Append("</p>\n");
    }

    private string? Iterations()
    {
        if (RunRecordReader.Number(run.Summary, "iterations") is not { } done)
            return run.Course.Rows == 0 ? "0" : Count(run.Course.Iterations[^1]);
        return RunRecordReader.Number(run.Summary, "iterations_planned") is { } planned && planned != done ? $"{Count(done)} of {Count(planned)}" : Count(done);
    }

    private void Alarms()
    {
        RunNote[] alarms = [.. run.Events.Where(note => note.IsAlarm)];
        if (alarms.Length == 0)
            return;
        Heading("Alarms");
        Notes(alarms);
    }

    private void Course()
    {
        Heading("Course");
        if (run.Course.Rows == 0)
        {
            Paragraph("No iteration is in metrics.csv yet.");
            return;
        }

        LinePlot?[] plots =
        [
            Plot("Losses", ("discriminator", "d_loss"), ("generator", "g_loss")),
            Plot("Accuracy of the discriminator", ("on real items", "d_accuracy_real"), ("on fake items", "d_accuracy_fake")) is { } accuracy
                ? accuracy with { Unit = " %", Factor = 100, Range = new PlotScale(0, 100), Reference = 50 } : null,
            Plot("Scores, D's mean output", ("real items", "d_score_real"), ("fake items", "d_score_fake"), ("fake items after D's step", "g_score")),
            Plot("Gradient norms", ("discriminator", "d_gradient_norm"), ("generator", "g_gradient_norm")) is { } norms ? norms with { Logarithmic = true } : null,
            Plot("Gradient penalty", ("penalty", "d_penalty")),
            Varies("d_lr") || Varies("g_lr") ? Plot("Learning rates", ("discriminator", "d_lr"), ("generator", "g_lr")) : null,
            Varies("d_steps") || Varies("g_steps") ? Plot("Sub-steps of each iteration", ("discriminator", "d_steps"), ("generator", "g_steps")) : null,
        ];
        Html.Append("<div class=\"charts\">\n");
        foreach (var plot in plots)
            plot?.Write(Html, run.Course.Iterations);
        Html.Append("</div>\n<p class=\"soft\" style=\"margin-top:8px\">");
        Html.Append(HtmlText.Of(run.Course.Rows > run.Course.Iterations.Length
            ? $"{Count(run.Course.Rows)} rows of metrics.csv in {run.Course.Iterations.Length} stretches: lines are means, shades reach from the least to the greatest."
            : $"{Count(run.Course.Rows)} rows of metrics.csv."));
        Html.Append("</p>\n");
    }

    private LinePlot? Plot(string title, params ReadOnlySpan<(string Name, string Column)> curves)
    {
        var found = ImmutableArray.CreateBuilder<Curve>();
        foreach (var (name, column) in curves)
        {
            if (run.Course[column] is { } values)
                found.Add(new Curve(name, values));
        }

        return found.Count == 0 ? null : new LinePlot(title, found.ToImmutable());
    }

    private bool Varies(string column) => run.Course[column] is { } values && values.Where(value => value.Count > 0) is var there && there.Min(value => value.Low) < there.Max(value => value.High);

    private void Sheets()
    {
        var (sheets, found, passed) = run.Sheets;
        if (sheets.IsEmpty && run.Real is null)
            return;
        Heading("Samples");
        Html.Append(run.Real is not null && !sheets.IsEmpty ? "<div class=\"sheets two\">" : "<div class=\"sheets\">");
        if (!sheets.IsEmpty)
        {
            var last = sheets[^1];
            Html.Append("<figure class=\"sheet timeline\"><div class=\"leaf\" hidden>");
            Html.Append(CultureInfo.InvariantCulture, $"<img class=\"large\" alt=\"the sheet chosen below\" width=\"{last.Width}\" height=\"{last.Height}\"><br>");
            Html.Append(CultureInfo.InvariantCulture, $"<input type=\"range\" min=\"0\" max=\"{sheets.Length - 1}\" value=\"{sheets.Length - 1}\" aria-label=\"sheet\"><output></output></div>");
            Html.Append("<div class=\"strip\">");
            foreach (var sheet in sheets)
            {
                Html.Append(CultureInfo.InvariantCulture, $"<figure><img alt=\"{HtmlText.Of(sheet.Label)}\" src=\"data:image/png;base64,{Convert.ToBase64String(sheet.Png)}\">");
                Html.Append(CultureInfo.InvariantCulture, $"<figcaption>{HtmlText.Of(sheet.Label)}</figcaption></figure>");
            }

            Html.Append("</div></figure>");
        }

        if (run.Real is not null)
            Sheet("real items", run.Real);
        Html.Append("</div>\n");
        if (found > sheets.Length)
        {
            Paragraph($"{sheets.Length} of the run's {Count(found)} sheets are here, from the first to the last"
                + (passed > 0 ? $"; {Count(passed)} could not be read" : "") + ".", soft: true);
        }
    }

    private void Evaluations()
    {
        if (run.Evaluations.IsEmpty)
            return;
        Heading("Evaluation");
        // Figures of two extractors, or of other numbers of samples, are on different scales.
        foreach (var group in run.Evaluations.GroupBy(Basis))
        {
            var first = group.First();
            string extractor = RunRecordReader.Text(first["extractor"] as JsonObject, "name") is { } name ? $"Features of {name}" : "Points as they are";
            string reals = Count(RunRecordReader.Number(first, "reals")) is { } count ? $" against {count} real ones" : "";
            Paragraph($"{extractor}; {Count(RunRecordReader.Number(first, "samples")) ?? "an unknown number of"} samples{reals}.");
            string[] names = [.. group.SelectMany(each => (each["figures"] as JsonObject ?? []).Select(figure => figure.Key)).Distinct().OrderBy(Order)];
            Html.Append("<div class=\"scroll\"><table><tr><th class=\"number\">iteration</th>");
            foreach (string figure in names)
            {
                string better = FigureNames.LessIsBetter(figure) switch { true => " &darr;", false => " &uarr;", _ => "" };
                Html.Append(CultureInfo.InvariantCulture, $"<th class=\"number\">{HtmlText.Of(figure)}{better}</th>");
            }

            Html.Append("</tr>");
            foreach (var each in group)
                Row(Count(RunRecordReader.Number(each, "iteration")) ?? "", names, each["figures"] as JsonObject);
            if (group.Last()["floor"] is JsonObject floor)
                Row(Count(RunRecordReader.Number(floor, "samples")) is { } items ? $"real against real, {items} each" : "real against real", names, floor);
            Html.Append("</table></div>\n");
            foreach (var note in group.Last()["notes"] as JsonArray ?? [])
                Paragraph(note is JsonValue value && value.TryGetValue(out string? text) ? ForeignText.Short(text, ForeignText.LongestSaying) : "", soft: true);
        }

        static string Basis(JsonObject each) => string.Join(
            '|', RunRecordReader.Text(each, "data"), RunRecordReader.Text(each["extractor"] as JsonObject, "hash"), RunRecordReader.Text(each, "samples"), RunRecordReader.Text(each, "reals"));

        static int Order(string name) => FigureNames.All.IndexOf(name) is >= 0 and var index ? index : int.MaxValue;
    }

    private void Row(string first, string[] names, JsonObject? figures)
    {
        Html.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{HtmlText.Of(first)}</td>");
        foreach (string name in names)
            Html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{Rounded(RunRecordReader.Number(figures, name), "0.####")}</td>");
        Html.Append("</tr>");
    }

    private void FinalFigures()
    {
        if (run.Summary?["final"] is not JsonObject final)
            return;
        Heading("Last iteration");
        Table(final.Select(figure => (figure.Key, Rounded(RunRecordReader.Number(final, figure.Key), "0.######") ?? "-")));
        if (run.Summary["modes"] is JsonObject modes)
        {
            Paragraph($"{RunRecordReader.Text(modes, "captured")} of {RunRecordReader.Text(modes, "of")} modes found; "
                + $"{Rounded(RunRecordReader.Number(modes, "high_quality") * 100, "0.#")} % of {Count(RunRecordReader.Number(modes, "samples"))} samples near one.");
        }
    }

    private void Events()
    {
        if (run.Events.IsEmpty)
            return;
        Heading("Events");
        Notes(run.Events);
        if (run.EventsLeftOut > 0)
            Paragraph($"{Count(run.EventsLeftOut)} earlier ones are left out; they are in events.jsonl.", soft: true);
    }

    private void Notes(IEnumerable<RunNote> notes)
    {
        Html.Append("<div class=\"scroll\"><table class=\"notes\"><tr><th>time</th><th class=\"number\">iteration</th><th>event</th><th>what happened</th></tr>");
        foreach (var note in notes)
        {
            Html.Append(CultureInfo.InvariantCulture, $"<tr{(note.IsAlarm ? " class=\"alarm\"" : "")}><td class=\"time\">{HtmlText.Of(Time(note.Time))}</td>");
            Html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{Count(note.Iteration)}</td><td>{HtmlText.Of(ForeignText.Short(note.Kind, ForeignText.LongestName))}</td>");
            Html.Append(CultureInfo.InvariantCulture, $"<td class=\"words\">{HtmlText.Of(note.Words)}</td></tr>");
        }

        Html.Append("</table></div>\n");
    }

    private static string Time(string written) =>
        DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : ForeignText.Short(written, ForeignText.LongestName);

    private void RecipeText()
    {
        Heading("Recipe");
        Html.Append("<details open><summary>every value, as the run had it</summary><pre>").Append(HtmlText.Lines(run.RecipeYaml)).Append("</pre></details>\n");
    }

    private void Reproduce()
    {
        Heading("Environment, and how to run it again");
        if (run.Summary?["environment"] is JsonObject environment)
            Table(environment.Select(each => (each.Key.Replace('_', ' '), RunRecordReader.Text(environment, each.Key) ?? "-")));
        string data = run.Recipe.Data.Folder is null ? "" : " The pictures must lie where the recipe says.";
        Paragraph($"Save the recipe above as {run.Recipe.Name}.yaml.{data} On the CPU engine the same version gives the same weights, bit for bit, with any number of threads.");
        Html.Append("<pre>").Append(HtmlText.Of($"ganactors train ./{run.Recipe.Name}.yaml")).Append("</pre>\n");
        if (run.Summary?["digest"] is JsonObject digest)
        {
            Paragraph("Then the digests of both networks are these:");
            Table(digest.Select(each => (each.Key, RunRecordReader.Text(digest, each.Key) ?? "-")));
        }
    }
}
