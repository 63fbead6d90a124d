using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using GanActors.Benchmarks;
using GanActors.Engines.Cpu;

// `step WORK THREADS STEPS WARMUP` prints quick numbers. What compare.sh reads, one number a line: `measure` with the same words gives
// seconds of a median iteration and its multiply-adds, `gemm THREADS SECONDS PRODUCT...` and `peak THREADS` operations a second.
// `profile WORK THREADS STEPS` says where an iteration's time goes by section, `works` with the same words by product and pass;
// `scale WORK ROUNDS` runs one thread and two in turns and compares them by product and pass, and with the FMA peak of the moment. With a header,
// tab-separated: `many WORK DUELS TURN SECONDS ROUNDS` compares duels of one thread each, TURN iterations at a time, with one alone,
// `foreign WORK SECONDS ROUNDS` two threads beside a busy foreign process with one,
// `penalties THREADS ROUNDS` a discriminator's steps with and without penalties.
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
            Say($"{Product.Measure(product, Number(threads), VectorPaths.Best, Seconds(seconds)):R}");
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

    case ["scale", var name, var rounds]:
        Scaling.Measure(Work.Of(name), Number(rounds)).Print(Console.Out);
        break;

    case ["many", var name, var duels, var turn, var seconds, var rounds]:
        {
            var (alone, together, ratio) = ManyDuels.Measure(Work.Of(name), Number(duels), Number(turn), Seconds(seconds), Number(rounds));
            Console.WriteLine("work\tduels\tturn\tworkers\tone alone, it/s\ttogether, it/s\tratio");
            int workers = Math.Min(Number(duels), Environment.ProcessorCount);
            Say($"{name}\t{duels}\t{turn}\t{workers}\t{alone:F1}\t{together:F1}\t{ratio:F2}");
            break;
        }

    case ["foreign", var name, var seconds, var rounds]:
        {
            var rates = ForeignProcess.Measure(Work.Of(name), Seconds(seconds), Number(rounds));
            Console.WriteLine("work\tone thread, it/s\ttwo threads\tone thread, a core held\ttwo threads, a core held\theld two / free one\theld two / held one");
            Say($"{name}\t{rates.OneFree:F1}\t{rates.TwoFree:F1}\t{rates.OneHeld:F1}\t{rates.TwoHeld:F1}\t{rates.TwoHeld / rates.OneFree:F2}\t{rates.TwoHeld / rates.OneHeld:F2}");
            break;
        }

    case ["penalties", var threads, var rounds]:
        Console.WriteLine("critic\tthreads\tplain step, ms\twith R1\twith WGAN-GP\twith spectral norm\tR1 / plain\tWGAN-GP / plain\tspectral / plain");
        foreach (string critic in new[] { "mlp", "dcgan", "layer-norm" })
        {
            var cost = PenaltyCost.Measure(critic, Number(threads), Number(rounds));
            string times = string.Create(CultureInfo.InvariantCulture, $"{cost.Plain:F2}\t{cost.R1:F2}\t{cost.WganGp:F2}\t{cost.Spectral:F2}");
            Say($"{critic}\t{threads}\t{times}\t{cost.R1 / cost.Plain:F2}\t{cost.WganGp / cost.Plain:F2}\t{cost.Spectral / cost.Plain:F2}");
        }

        break;

    case ["burn", var seconds]:
        ForeignProcess.Burn(Seconds(seconds));
        break;

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

static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
