using System.Diagnostics;
using System.Globalization;

namespace GanActors.Benchmarks;

/// <summary>The shortest time of each work that an iteration gives its crew: every product and every pass over memory, told apart by when it comes.</summary>
internal sealed class WorkWatch
{
    private readonly List<(string Name, double MultiplyAdds, double Microseconds)> _works = [];
    private double _step = double.MaxValue;

    /// <summary>Watches one iteration.</summary>
    public void Lap(GanStep gan)
    {
        int at = 0;
        gan.Crew.Watch = (work, time) =>
        {
            if (at == _works.Count)
                _works.Add((work.Name, work.MultiplyAdds, time.TotalMicroseconds));
            // The first iteration has works that no later one has: what comes after moves up.
            while (_works[at].Name != work.Name)
                _works.RemoveAt(at);
            if (_works[at].Microseconds > time.TotalMicroseconds)
                _works[at] = _works[at] with { Microseconds = time.TotalMicroseconds };
            at++;
        };
        long began = Stopwatch.GetTimestamp();
        gan.Run();
        _step = Math.Min(_step, Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        gan.Crew.Watch = null;
    }

    /// <summary>Each work in order: what it is, its multiply-adds, its shortest time.</summary>
    public IReadOnlyList<(string Name, double MultiplyAdds, double Microseconds)> Works => _works;

    /// <summary>The shortest iteration, microseconds.</summary>
    public double Step => _step;

    /// <summary>Works alike in one line, the longest first, with their operations a second; then all of them, and the shortest iteration.</summary>
    public void Print(TextWriter writer)
    {
        foreach (var alike in _works.GroupBy(work => work.Name).OrderByDescending(alike => alike.Sum(work => work.Microseconds)))
            Say(writer, $"{alike.Count()} x {alike.Key}", alike.Sum(work => work.Microseconds), alike.Sum(work => work.MultiplyAdds));
        var products = _works.Where(work => work.MultiplyAdds > 0).ToList();
        Say(writer, "all products", products.Sum(work => work.Microseconds), products.Sum(work => work.MultiplyAdds));
        Say(writer, "all works", _works.Sum(work => work.Microseconds), 0);
        Say(writer, "shortest iteration", _step, products.Sum(work => work.MultiplyAdds));
    }

    private static void Say(TextWriter writer, string name, double microseconds, double multiplyAdds) => writer.WriteLine(
        multiplyAdds > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{name,-40}\t{microseconds,10:F0} us\t{2e-3 * multiplyAdds / microseconds,8:F1} GFLOP/s")
            : string.Create(CultureInfo.InvariantCulture, $"{name,-40}\t{microseconds,10:F0} us"));
}
