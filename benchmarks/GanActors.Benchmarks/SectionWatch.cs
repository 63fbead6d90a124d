using System.Diagnostics;
using System.Globalization;

namespace GanActors.Benchmarks;

/// <summary>The shortest time of each section of a repeated piece of work: what the section costs when nobody disturbs it.</summary>
internal sealed class SectionWatch
{
    private readonly Dictionary<string, double> _shortest = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>Begins one more round.</summary>
    public void Begin() => _last = Stopwatch.GetTimestamp();

    /// <summary>Ends a section.</summary>
    public void Lap(string section)
    {
        double time = Stopwatch.GetElapsedTime(_last).TotalMicroseconds;
        _shortest[section] = Math.Min(_shortest.GetValueOrDefault(section, double.MaxValue), time);
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>One line a section, in the order they came, and their sum.</summary>
    public void Print(TextWriter writer)
    {
        foreach (var (section, time) in _shortest.Append(new("together", _shortest.Values.Sum())))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{section,-40} {time,10:F1} us"));
    }
}
