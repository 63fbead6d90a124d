using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>A horizontal bar, filled to a share of its width.</summary>
internal static class Bar
{
    /// <param name="share">In [0, 1]; NaN is an empty bar.</param>
    /// <param name="width">Characters.</param>
    /// <param name="colour">Of the filled part.</param>
    /// <param name="unicode">Whether box-drawing characters may be used.</param>
    public static string Markup(double share, int width, Color colour, bool unicode)
    {
        int filled = double.IsNaN(share) ? 0 : (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        var (full, empty) = unicode ? ('━', '─') : ('#', '.');
        return $"[{colour.ToMarkup()}]{new string(full, filled)}[/][grey]{new string(empty, width - filled)}[/]";
    }
}
