using System.Globalization;
using GanActors.Engines.Cpu;

namespace GanActors.Benchmarks;

/// <summary>
/// What a second thread brings, work by work: an iteration on one thread and one on two in turns, each after a look at what the cores can do
/// at that moment. A shared machine changes its speed within milliseconds; the shortest of many rounds is what it does undisturbed.
/// </summary>
internal sealed class Scaling
{
    private const int Warmup = 3;
    private const int PeakTries = 3;

    private readonly WorkWatch _one = new(), _two = new();
    private double _peakOfOne, _peakOfTwo;

    /// <summary>Runs so many rounds.</summary>
    public static Scaling Measure(Work work, int rounds)
    {
        using GanStep one = new(work, 1), two = new(work, 2);
        for (int step = 0; step < Warmup; step++)
        {
            one.Run();
            two.Run();
        }

        var scaling = new Scaling();
        for (int round = 0; round < rounds; round++)
        {
            scaling._peakOfOne = Math.Max(scaling._peakOfOne, FmaPeak.Measure(one.Crew, VectorPaths.Best, PeakTries));
            scaling._one.Lap(one);
            scaling._peakOfTwo = Math.Max(scaling._peakOfTwo, FmaPeak.Measure(two.Crew, VectorPaths.Best, PeakTries));
            scaling._two.Lap(two);
        }

        return scaling;
    }

    /// <summary>A line for works alike, the longest first: microseconds on one and on two threads, how many times as fast, operations a second.</summary>
    public void Print(TextWriter writer)
    {
        writer.WriteLine("work\tone thread, us\ttwo, us\tratio\tone, GFLOP/s\ttwo, GFLOP/s");
        var works = _one.Works.Zip(_two.Works).ToList();
        foreach (var alike in works.GroupBy(pair => pair.First.Name).OrderByDescending(alike => alike.Sum(pair => pair.Second.Microseconds)))
        {
            Say(writer, $"{alike.Count()} x {alike.Key}",
                alike.Sum(pair => pair.First.Microseconds), alike.Sum(pair => pair.Second.Microseconds), alike.Sum(pair => pair.First.MultiplyAdds));
        }

        double products = works.Sum(pair => pair.First.MultiplyAdds);
        Say(writer, "all works", works.Sum(pair => pair.First.Microseconds), works.Sum(pair => pair.Second.Microseconds), products);
        Say(writer, "shortest iteration", _one.Step, _two.Step, products);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FMA peak\t\t\t{_peakOfTwo / _peakOfOne:F2}\t{_peakOfOne * 1e-9:F0}\t{_peakOfTwo * 1e-9:F0}"));
    }

    private static void Say(TextWriter writer, string name, double one, double two, double multiplyAdds)
    {
        string rates = multiplyAdds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{2e-3 * multiplyAdds / one:F0}\t{2e-3 * multiplyAdds / two:F0}") : "\t";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{one:F0}\t{two:F0}\t{one / two:F2}\t{rates}"));
    }
}
