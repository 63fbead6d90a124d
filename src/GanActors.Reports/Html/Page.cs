using System.Globalization;
using System.Text;

namespace GanActors.Reports.Html;

/// <summary>A page: one file that asks nobody for anything, by day and by night, on a screen or a phone.</summary>
internal abstract class Page
{
    private static readonly string Style = Resource("report.css"), Script = Resource("report.js");

    protected StringBuilder Html { get; } = new();

    /// <summary>All before the first part.</summary>
    protected void Begin(string name, string state)
    {
        Html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        // Nothing is fetched, whatever a recipe or a file's name says.
        Html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">");
        Html.Append("<meta name=\"generator\" content=\"ganactors\"><title>").Append(HtmlText.Of(name)).Append("</title><style>\n").Append(Style).Append("</style></head>\n<body><main>\n");
        Html.Append("<h1>").Append(HtmlText.Of(name)).Append(CultureInfo.InvariantCulture, $"<span class=\"state {(state is "completed" or "failed" ? state : "")}\">{HtmlText.Of(state)}</span></h1>\n");
    }

    /// <summary>All after the last part.</summary>
    /// <returns>The whole page.</returns>
    protected string End()
    {
        Html.Append("<footer><p>Written by <code>ganactors report</code>. Everything is in this file: it can be kept, mailed and opened without a network.</p></footer>\n");
        Html.Append("</main><script>\n").Append(Script).Append("</script></body></html>\n");
        return Html.ToString();
    }

    /// <summary>What is to be seen at once; what has no value is left out.</summary>
    protected void Facts(IEnumerable<(string What, string? Value)> facts)
    {
        Html.Append("<dl class=\"facts\">");
        foreach (var (what, value) in facts)
        {
            if (value is not null)
                Html.Append(CultureInfo.InvariantCulture, $"<div><dt>{what}</dt><dd>{HtmlText.Of(value)}</dd></div>");
        }

        Html.Append("</dl>\n");
    }

    /// <summary>A sample sheet, with what it is below it.</summary>
    protected void Sheet(string caption, byte[] png)
    {
        Html.Append(CultureInfo.InvariantCulture, $"<figure class=\"sheet\"><img alt=\"{HtmlText.Of(caption)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
        Html.Append(CultureInfo.InvariantCulture, $"<figcaption>{HtmlText.Of(caption)}</figcaption></figure>");
    }

    protected void Heading(string text) => Html.Append(CultureInfo.InvariantCulture, $"<h2>{HtmlText.Of(text)}</h2>\n");

    protected void Paragraph(string text, bool soft = false) => Html.Append(CultureInfo.InvariantCulture, $"<p{(soft ? " class=\"soft\"" : "")}>{HtmlText.Of(text)}</p>\n");

    protected void Table(IEnumerable<(string Name, string Value)> rows)
    {
        Html.Append("<div class=\"scroll\"><table>");
        foreach (var (name, value) in rows)
            Html.Append(CultureInfo.InvariantCulture, $"<tr><th>{HtmlText.Of(ForeignText.Short(name, ForeignText.LongestName))}</th><td class=\"words\">{HtmlText.Of(ForeignText.Short(value, ForeignText.LongestSaying))}</td></tr>");
        Html.Append("</table></div>\n");
    }

    protected static string? Count(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture);

    protected static string? Rounded(double? value, string format) => value switch
    {
        null => null,
        { } number when number != 0 && Math.Abs(number) < 1e-3 => number.ToString("0.###e+0", CultureInfo.InvariantCulture),
        { } number => number.ToString(format, CultureInfo.InvariantCulture),
    };

    protected static string? Duration(double? seconds) => seconds switch
    {
        null or < 0 or > 1e9 => null,
        < 60 => seconds.Value.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { } all => TimeSpan.FromSeconds(all) is var time && time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
    };

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
