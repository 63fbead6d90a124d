using System.Diagnostics;
using OpenTelemetry.Trace;

namespace GanActors.Telemetry;

/// <summary>Records one trace in so much time, and of it everything: a fast duel has thousands of iterations a second, and a slow one is to be seen at all.</summary>
internal sealed class PacedSampler(TimeSpan pace) : Sampler
{
    private long _next;

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        if (parent.TraceId != default)
            return new SamplingResult(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
        long now = Stopwatch.GetTimestamp(), next = Volatile.Read(ref _next);
        return new SamplingResult(now >= next && Interlocked.CompareExchange(ref _next, now + (long)(pace.TotalSeconds * Stopwatch.Frequency), next) == next);
    }
}
