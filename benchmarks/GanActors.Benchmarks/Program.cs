using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using GanActors.Benchmarks;

// `step WORK THREADS STEPS WARMUP` prints quick numbers; anything else goes to BenchmarkDotNet.
if (args is ["step", var name, var threads, var steps, var warmup])
{
    var work = Work.Of(name);
    using var gan = new GanStep(work, Number(threads));
    for (int i = 0; i < Number(warmup); i++)
        gan.Run();
    double[] times = new double[Number(steps)];
    for (int i = 0; i < times.Length; i++)
    {
        long began = Stopwatch.GetTimestamp();
        gan.Run();
        times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    double mean = times.Average();
    Array.Sort(times);
    string line = string.Create(
        CultureInfo.InvariantCulture,
        $"{name} threads={threads} {1e6 / mean:F1} it/s; step us: min {times[0]:F0} p5 {times[times.Length / 20]:F0} median {times[times.Length / 2]:F0} mean {mean:F0}; "
        + $"{2e-3 * work.MultiplyAdds / times[0]:F1} GFLOP/s at the minimum; losses {gan.DiscriminatorLoss:F4} {gan.GeneratorLoss:F4}");
    Console.WriteLine(line);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
