using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GanActors.Reports.Html;

/// <summary>A curve of a plot.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">One for each stretch of the course.</param>
internal sealed record Curve(string Name, Stretch[] Values);

/// <summary>A plot over iterations: its axes, its curves (means, with all there was behind them), a legend, and figures under the pointer.</summary>
/// <param name="Title">What is plotted.</param>
/// <param name="Curves">One to three.</param>
internal sealed record LinePlot(string Title, ImmutableArray<Curve> Curves)
{
    /// <summary>What follows a figure, for example <c> %</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What a figure is multiplied with before it is shown.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The range of the axis; null for that of the curves.</summary>
    public PlotScale? Range { get; init; }

    /// <summary>A line across; null for none.</summary>
    public double? Reference { get; init; }

    /// <summary>Whether the axis is logarithmic.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Appends the plot.</summary>
    public void Write(StringBuilder html, double[] iterations)
    {
        var across = new PlotScale(Math.Min(iterations[0], 0), Math.Max(iterations[^1], iterations[0] + 1));
        var up = Range ?? PlotScale.Of(
            Curves.SelectMany(curve => curve.Values).Select(value => value.Low * Factor), Curves.SelectMany(curve => curve.Values).Select(value => value.High * Factor), Logarithmic);
        var frame = new PlotFrame(across, up) { Unit = Unit };
        html.Append("<figure class=\"chart\"><div class=\"title\">").Append(HtmlText.Of(Title)).Append("</div><div class=\"legend\">");
        for (int i = 0; i < Curves.Length; i++)
            html.Append(CultureInfo.InvariantCulture, $"<span><i class=\"c{i}\"></i>{HtmlText.Of(Curves[i].Name)}</span>");
        html.Append("</div>");
        frame.Open(html, Title, Description(iterations), "iteration");
        if (Reference is { } reference)
            html.Append(CultureInfo.InvariantCulture, $"<line class=\"reference\" x1=\"{PlotFrame.Left}\" x2=\"{PlotFrame.Width - PlotFrame.Right}\" y1=\"{frame.Y(reference):0.#}\" y2=\"{frame.Y(reference):0.#}\"/>");
        for (int i = 0; i < Curves.Length; i++)
            Draw(html, Curves[i].Values, i, place => frame.X(iterations[place]), value => frame.Y(value * Factor));
        html.Append(CultureInfo.InvariantCulture, $"</g><line class=\"cursor\" y1=\"{PlotFrame.Top}\" y2=\"{PlotFrame.Height - PlotFrame.Bottom}\"/></svg><div class=\"tip\"></div><script type=\"application/json\">");
        html.Append(JsonSerializer.Serialize(
            new
            {
                width = PlotFrame.Width,
                unit = Unit,
                x = iterations.Select(iteration => Math.Round(frame.X(iteration), 1)),
                at = iterations,
                series = Curves.Select(curve => new { name = curve.Name, y = curve.Values.Select(value => Shown(value.Mean * Factor)) }),
            }));
        html.Append("</script></figure>\n");
    }

    private static void Draw(StringBuilder html, Stretch[] values, int color, Func<int, double> x, Func<double, double> y)
    {
        // Where a figure is missing, the curve has a gap.
        for (int at = 0; at < values.Length;)
        {
            int end = at;
            while (end < values.Length && values[end].Count > 0)
                end++;
            if (end > at)
            {
                string high = Points(Enumerable.Range(at, end - at), place => y(values[place].High)), low = Points(Enumerable.Range(at, end - at).Reverse(), place => y(values[place].Low));
                html.Append(CultureInfo.InvariantCulture, $"<polygon class=\"band c{color}\" points=\"{high} {low}\"/>");
                html.Append(CultureInfo.InvariantCulture, $"<polyline class=\"curve c{color}\" points=\"{Points(Enumerable.Range(at, end - at), place => y(values[place].Mean))}\"/>");
            }

            at = end + 1;
        }

        string Points(IEnumerable<int> places, Func<int, double> height) =>
            string.Join(' ', places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{x(place):0.#},{height(place):0.#}")));
    }

    private string Description(double[] iterations) => $"{Title} over {iterations.Length} stretches: " + string.Join("; ", Curves.Select(curve =>
    {
        var there = curve.Values.Where(value => value.Count > 0).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{curve.Name} from {Shown(there[0].Mean * Factor)}{Unit} to {Shown(there[^1].Mean * Factor)}{Unit}");
    }));

    private static double? Shown(double value) => double.IsFinite(value) ? double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
