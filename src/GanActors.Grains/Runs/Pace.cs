using System.Diagnostics;

namespace GanActors.Grains.Runs;

/// <summary>How fast a run goes: over its last seconds, and as a whole.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _markTime, _markIteration, _stop;

    private readonly TimeSpan _before;

    /// <summary>Of a run that has gone on for so long, and so far, before.</summary>
    public Pace(TimeSpan before = default, long iterations = 0)
    {
        _before = before;
        _markTime = _start;
        _markIteration = iterations;
    }

    /// <summary>Since the start, until <see cref="Stop"/>.</summary>
    public TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_start, _stop == 0 ? Stopwatch.GetTimestamp() : _stop);

    /// <summary>Iterations per second, of the last whole window, or since the start before there is one.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Tells how many iterations are done; true once a window, when <see cref="PerSecond"/> is new.</summary>
    public bool Mark(long iterations)
    {
        long now = Stopwatch.GetTimestamp();
        var since = Stopwatch.GetElapsedTime(_markTime, now);
        bool whole = since >= Window;
        if (whole || _markTime == _start)
            PerSecond = since > TimeSpan.Zero ? (iterations - _markIteration) / since.TotalSeconds : 0;
        if (whole)
            (_markTime, _markIteration) = (now, iterations);
        return whole;
    }

    /// <summary>Stops the clock.</summary>
    public void Stop() => _stop = Stopwatch.GetTimestamp();
}
