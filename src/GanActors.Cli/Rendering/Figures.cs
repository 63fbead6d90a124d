using System.Globalization;

namespace GanActors.Cli.Rendering;

/// <summary>How numbers are written for people.</summary>
internal static class Figures
{
    private const string Unknown = "-";

    /// <summary>A loss, a gradient norm: four decimals while that says something.</summary>
    public static string Real(double value) => value switch
    {
        double.NaN => Unknown,
        double.PositiveInfinity or double.NegativeInfinity => "infinite",
        0 => "0.0000",
        _ when Math.Abs(value) is >= 0.001 and < 1000 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>What a sweep wants: a count, such as modes, or a real number.</summary>
    public static string Objective(double value) => double.IsInteger(value) && Math.Abs(value) < 1e9 ? Count((long)value) : Real(value);

    /// <summary>A probability in [0, 1].</summary>
    public static string Score(double value) => double.IsNaN(value) ? Unknown : value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A share in [0, 1], as a percentage.</summary>
    public static string Share(double value) =>
        double.IsNaN(value) ? Unknown : (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number of things.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of bytes, for example <c>12.3 MB</c>; a megabyte is a million.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    /// <summary>Passes over the data.</summary>
    public static string Epoch(double value) => value.ToString(value < 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>Iterations per second.</summary>
    public static string Rate(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        > 0 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => Unknown,
    };

    /// <summary>For example <c>1:02:03</c> or <c>0:19</c>.</summary>
    public static string Duration(TimeSpan? value)
    {
        if (value is not { } duration)
            return Unknown;
        var whole = TimeSpan.FromSeconds(Math.Round(Math.Max(0, duration.TotalSeconds)));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}");
    }
}
