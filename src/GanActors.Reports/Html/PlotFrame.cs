using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GanActors.Reports.Html;

/// <summary>The axes of a plot.</summary>
/// <param name="Across">The axis below.</param>
/// <param name="Up">The axis on the left.</param>
internal sealed record PlotFrame(PlotScale Across, PlotScale Up)
{
    public const double Width = 480, Height = 260, Left = 52, Right = 22, Top = 10, Bottom = 40;

    /// <summary>What follows a figure on the left, for example <c> %</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What stands below; null for round figures.</summary>
    public ImmutableArray<double>? Ticks { get; init; }

    /// <summary>Where a figure lies across.</summary>
    public double X(double value) => Left + (Across.Place(value) * (Width - Left - Right));

    /// <summary>Where a figure lies up, not far out of the plot.</summary>
    public double Y(double value) => Math.Clamp(Height - Bottom - (Up.Place(value) * (Height - Top - Bottom)), Top - 50, Height - Bottom + 50);

    /// <summary>Appends the axes, and opens the group of what lies within them: whoever calls closes it, and the picture.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">What is plotted; no two plots of a page have the same.</param>
    /// <param name="description">What there is to be seen, for those who do not see it.</param>
    /// <param name="below">What the axis below is.</param>
    public void Open(StringBuilder html, string title, string description, string below)
    {
        string id = "clip" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(title));
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>{HtmlText.Of(description)}</title>");
        html.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{id}\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/></clipPath>");
        foreach (double tick in Up.Ticks(5))
        {
            html.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\"/>");
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{PlotScale.Label(tick)}{Unit.Trim()}</text>");
        }

        foreach (double tick in Ticks ?? Across.Ticks(4))
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(tick):0.#}\" y=\"{Height - Bottom + 17}\" text-anchor=\"middle\">{PlotScale.Label(tick)}</text>");
        html.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">{HtmlText.Of(below)}</text><g clip-path=\"url(#{id})\">");
    }
}
