using System.Globalization;

namespace GanActors.Reports.Html;

/// <summary>How a plot's figures lie along its height or width: in proportion, or by their logarithm.</summary>
/// <param name="Low">The figure at the beginning.</param>
/// <param name="High">The figure at the end, greater.</param>
/// <param name="Logarithmic">Whether each power of ten takes the same room.</param>
internal readonly record struct PlotScale(double Low, double High, bool Logarithmic = false)
{
    /// <summary>Where a figure lies, 0 at the beginning and 1 at the end.</summary>
    public double Place(double value) => Logarithmic
        ? (Math.Log(Math.Max(value, double.Epsilon)) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
        : (value - Low) / (High - Low);

    /// <summary>Round figures between beginning and end, about so many.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        if (Logarithmic)
        {
            int first = (int)Math.Ceiling(Math.Log10(Low) - 1e-9), last = (int)Math.Floor(Math.Log10(High) + 1e-9);
            int each = Math.Max(1, (last - first) / about);
            for (int power = first; power <= last; power += each)
                yield return Math.Pow(10, power);
            yield break;
        }

        double raw = (High - Low) / about, magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = magnitude * (raw / magnitude) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        for (double k = Math.Ceiling((Low / step) - 1e-9); k * step <= High + (step * 1e-9); k++)
            yield return k * step;
    }

    /// <summary>A range that holds most of what was, without the few figures that stand far out.</summary>
    public static PlotScale Of(IEnumerable<double> lows, IEnumerable<double> highs, bool logarithmic)
    {
        double[] low = [.. lows.Where(double.IsFinite).Where(value => !logarithmic || value > 0).Order()], high = [.. highs.Where(double.IsFinite).Order()];
        if (low.Length == 0 || high.Length == 0)
            return logarithmic ? new PlotScale(0.1, 1, true) : new PlotScale(0, 1);
        double from = low[low.Length / 50], to = high[^((high.Length / 50) + 1)];
        if (logarithmic)
        {
            (from, to) = (Math.Pow(10, Math.Floor(Math.Log10(from))), Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(to, from)))));
            return new PlotScale(from, to > from ? to : from * 10, true);
        }

        double margin = to > from ? (to - from) * 0.04 : Math.Max(Math.Abs(to) * 0.1, 1e-6);
        return new PlotScale(from >= 0 && from < (to - from) * 0.5 ? 0 : from - margin, to + margin);
    }

    /// <summary>A figure on an axis: <c>20k</c>, <c>0.05</c>, <c>1e-07</c>.</summary>
    public static string Label(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e6 and < 1e9 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 and < 1e6 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        >= 1e-3 and < 1e4 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
    };
}
