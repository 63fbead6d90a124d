using System.Diagnostics;
using BenchmarkDotNet.Running;
using GanActors.Benchmarks;
using Orleans.Hosting;

// `percentiles` prints how call times are spread, and what a first call costs in a fresh process; else BenchmarkDotNet runs.
if (args is not ["percentiles"])
{
    BenchmarkSwitcher.FromAssembly(typeof(LocalCalls).Assembly).Run(args);
    return;
}

var start = Stopwatch.GetTimestamp();
await using var silo = EmbeddedSilo.Start();
var started = Stopwatch.GetElapsedTime(start);
var callee = silo.GrainFactory.GetGrain<ICallee>(0);
await callee.Nothing();
var called = Stopwatch.GetElapsedTime(start);
Console.WriteLine($"silo started after {started.TotalMilliseconds:F1} ms, first call done after {called.TotalMilliseconds:F1} ms");

var batch = new float[64 * 28 * 28];
var caller = silo.GrainFactory.GetGrain<ICaller>(1);
for (var round = 0; round < 3; round++)
{
    Print("outside -> grain", await CallTimes.Of(callee, 200_000, null));
    Print("outside -> grain, 200 KB", await CallTimes.Of(callee, 200_000, batch));
    Print("grain -> grain", await caller.Measure(200_000, null));
    Print("grain -> grain, 200 KB", await caller.Measure(200_000, batch));
}

static void Print(string what, double[] times)
{
    var mean = times.Average();
    Array.Sort(times);
    Console.WriteLine($"{what,-26} mean {mean,6:F2}  p50 {times[times.Length / 2],6:F2}  p90 {times[times.Length * 9 / 10],6:F2}  p99 {times[times.Length * 99 / 100],6:F2} us");
}
