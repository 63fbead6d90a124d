using System.Diagnostics;
using Orleans;

namespace GanActors.Benchmarks;

public interface ICaller : IGrainWithIntegerKey
{
    /// <summary>Calls an idle grain so many times, one after the other, and returns each call's time in microseconds.</summary>
    Task<double[]> Measure(int calls, float[]? batch);

    /// <summary>Calls an idle grain so many times, one after the other.</summary>
    Task Call(int calls, float[]? batch);
}

public sealed class CallerGrain : Grain, ICaller
{
    public Task<double[]> Measure(int calls, float[]? batch) => CallTimes.Of(GrainFactory.GetGrain<ICallee>(this.GetPrimaryKeyLong()), calls, batch);

    public async Task Call(int calls, float[]? batch)
    {
        var callee = GrainFactory.GetGrain<ICallee>(this.GetPrimaryKeyLong());
        for (var i = 0; i < calls; i++)
        {
            if (batch is null) await callee.Nothing();
            else await callee.Pass(batch);
        }
    }
}

internal static class CallTimes
{
    public static async Task<double[]> Of(ICallee callee, int calls, float[]? batch)
    {
        var times = new double[calls];
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (batch is null) await callee.Nothing();
            else await callee.Pass(batch);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times;
    }
}
