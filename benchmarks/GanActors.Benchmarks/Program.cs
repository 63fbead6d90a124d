using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using GanActors.Benchmarks;
using GanActors.Engines.Cpu;

// `step WORK THREADS STEPS WARMUP` prints quick numbers. What compare.sh reads, one number a line: `measure` with the same words gives
// seconds of a median iteration and its multiply-adds, `gemm THREADS SECONDS PRODUCT...` and `peak THREADS` operations a second.
// `profile WORK THREADS STEPS` says where an iteration's time goes by section, `works` with the same words by product and pass.
// Anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["step", var name, var threads, var steps, var warmup]:
        {
            var work = Work.Of(name);
            using var gan = new GanStep(work, Number(threads));
            double[] times = Times(gan, Number(steps), Number(warmup));
            double mean = times.Average();
            Array.Sort(times);
            double p5 = times[times.Length / 20], median = times[times.Length / 2], gigaflops = 2e-3 * work.MultiplyAdds / times[0];
            Say($"{name} threads={threads} {1e6 / mean:F1} it/s; step us: min {times[0]:F0} p5 {p5:F0} median {median:F0} mean {mean:F0}");
            Say($"{gigaflops:F1} GFLOP/s at the minimum; losses {gan.DiscriminatorLoss:F4} {gan.GeneratorLoss:F4}");
            break;
        }

    case ["measure", var name, var threads, var steps, var warmup]:
        {
            var work = Work.Of(name);
            using var gan = new GanStep(work, Number(threads));
            double[] times = Times(gan, Number(steps), Number(warmup));
            Array.Sort(times);
            Say($"{times[times.Length / 2] * 1e-6:R}");
            Say($"{work.MultiplyAdds:R}");
            break;
        }

    case ["gemm", var threads, var seconds, .. var products]:
        foreach (string product in products)
            Say($"{Product.Measure(product, Number(threads), VectorPaths.Best, double.Parse(seconds, CultureInfo.InvariantCulture)):R}");
        break;

    case ["peak", var threads]:
        Say($"{FmaPeak.Measure(Number(threads), VectorPaths.Best):R}");
        break;

    case ["profile", var name, var threads, var steps]:
        {
            using var gan = new GanStep(Work.Of(name), Number(threads));
            var watch = new SectionWatch();
            for (int i = 0; i < Number(steps); i++)
                gan.Run(watch);
            watch.Print(Console.Out);
            break;
        }

    case ["works", var name, var threads, var steps]:
        {
            using var gan = new GanStep(Work.Of(name), Number(threads));
            var watch = new WorkWatch();
            for (int i = 0; i < Number(steps); i++)
                watch.Lap(gan);
            watch.Print(Console.Out);
            break;
        }

    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

static double[] Times(GanStep gan, int steps, int warmup)
{
    for (int i = 0; i < warmup; i++)
        gan.Run();
    double[] times = new double[steps];
    for (int i = 0; i < times.Length; i++)
    {
        long began = Stopwatch.GetTimestamp();
        gan.Run();
        times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    return times;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
