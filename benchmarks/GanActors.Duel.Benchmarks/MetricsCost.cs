using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using GanActors.Meters;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Telemetry;

namespace GanActors.Duel.Benchmarks;

/// <summary>What it costs to be looked at: iterations per second with a listener and without, in turns; what is recorded of an iteration by itself; and a scrape of many runs.</summary>
internal static class MetricsCost
{
    /// <summary>The recipe's training, listened to and scraped every second in one stretch of each pair.</summary>
    public static async Task Training(ThroughActors actors, int iterations, int stretches)
    {
        double[] alone = new double[stretches], told = new double[stretches];
        await actors.Measure(iterations);
        for (int i = 0; i < stretches; i++)
        {
            if (i % 2 == 0)
                alone[i] = await actors.Measure(iterations);
            told[i] = await Told(actors, iterations);
            if (i % 2 == 1)
                alone[i] = await actors.Measure(iterations);
        }

        double[] ratios = [.. told.Zip(alone, (one, other) => one / other).Order()];
        Console.WriteLine("pairs\tit/s told\tit/s alone\tmedian ratio\tquarter\tthree quarters");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{stretches}\t{told.Order().ElementAt(stretches / 2):F1}\t{alone.Order().ElementAt(stretches / 2):F1}\t{ratios[stretches / 2]:F4}\t{ratios[stretches / 4]:F4}\t{ratios[stretches * 3 / 4]:F4}"));
    }

    /// <summary>What the coordinator and the networks record of one iteration of one sub-step each.</summary>
    public static void Recording(Recipe recipe)
    {
        Console.WriteLine("recorded of an iteration\tns");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nobody listens\t{Nanoseconds(recipe):F0}"));
        using var telemetry = ProcessTelemetry.Start(isScraped: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"somebody does\t{Nanoseconds(recipe):F0}"));
    }

    /// <summary>A scrape over HTTP of so many runs that have told everything.</summary>
    public static async Task Scrape(Recipe recipe, int count)
    {
        using var telemetry = ProcessTelemetry.Start(isScraped: true)!;
        await using var server = await MetricsServer.StartAsync(telemetry, new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new HttpClient();
        using var meters = new SiloMeters();
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        var figures = FigureNames.All.ToImmutableSortedDictionary(name => name, _ => 0.1234567);
        for (int number = 0; number < count; number++)
        {
            var run = meters.Begin(new RunFacts(new RunId($"run-{number}"), recipe, null));
            run.Played(Row, 1, 2, 0);
            run.Measured(1, new EvaluationReport("digits", 10, 10, null, figures, null, [], [], 1));
        }

        Console.WriteLine("runs\tformat\tbytes\tmedian ms\tlongest ms of 21");
        foreach (string accept in (string[])["text/plain", "application/openmetrics-text"])
        {
            client.DefaultRequestHeaders.Remove("Accept");
            client.DefaultRequestHeaders.Add("Accept", accept);
            var taken = new List<double>();
            long bytes = 0;
            for (int scrape = 0; scrape < 24; scrape++)
            {
                // The cluster stack's exporter answers from memory what was asked a moment ago.
                await Task.Delay(350);
                long start = Stopwatch.GetTimestamp();
                bytes = (await client.GetByteArrayAsync(server.Address)).Length;
                if (scrape >= 3)
                    taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            taken.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count}\t{accept}\t{bytes}\t{taken[taken.Count / 2]:F1}\t{taken[^1]:F1}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory of a run, its series and its share of the text\t{(GC.GetTotalMemory(forceFullCollection: true) - empty) / count} bytes"));
    }

    private static readonly MetricsRow Row = new(1, 0.5, 0.6123456, 0.7123456, 0.8123456, 0.9123456, 0.4, 0.55, 0.45, 0.35, 1.5123456, 2.5, 0.01, 0.001, 0.002, 1, 1);

    private static async Task<double> Told(ThroughActors actors, int iterations)
    {
        using var telemetry = ProcessTelemetry.Start(isScraped: true)!;
        await using var server = await MetricsServer.StartAsync(telemetry, new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new HttpClient();
        using var stop = new CancellationTokenSource();
        var scrapes = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await client.GetByteArrayAsync(server.Address);
                await Task.Delay(1000, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        double pace = await actors.Measure(iterations);
        await stop.CancelAsync();
        await scrapes;
        return pace;
    }

    private static double Nanoseconds(Recipe recipe)
    {
        const int Warm = 100_000, Counted = 1_000_000;
        using var meters = new SiloMeters();
        using var run = meters.Begin(new RunFacts(new RunId("recorded"), recipe, null));
        var exchange = meters.Exchange(isGeneratorAway: false, isDiscriminatorAway: false, areApart: false);
        StepMeter[] steps =
        [
            meters.Step(NetworkRole.Generator, Phase.Discriminator, NetworkCommand.Forge), meters.Step(NetworkRole.Discriminator, Phase.Discriminator, NetworkCommand.Study),
            meters.Step(NetworkRole.Generator, Phase.Generator, NetworkCommand.Forge), meters.Step(NetworkRole.Discriminator, Phase.Generator, NetworkCommand.Judge),
            meters.Step(NetworkRole.Generator, Phase.Generator, NetworkCommand.Learn),
        ];
        ExchangeMeter[] calls = [exchange.ForgeFrozen, exchange.Study, exchange.Forge, exchange.Judge, exchange.Learn];
        var batch = new Batch(new Shape(1), 1, new float[1]);
        Play(Warm);
        long start = Stopwatch.GetTimestamp();
        Play(Counted);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Counted;

        void Play(int iterations)
        {
            for (int iteration = 0; iteration < iterations; iteration++)
            {
                using var span = DuelTrace.Iteration(run.Run, 1, iteration);
                run.Enter(Phase.Discriminator, null);
                for (int command = 0; command < calls.Length; command++)
                {
                    if (command == 2)
                        run.Enter(Phase.Generator, null);
                    using var sent = calls[command].Sent();
                    long asked = Stopwatch.GetTimestamp();
                    exchange.CarriedFakes(batch);
                    steps[command].Taken(asked, asked, Stopwatch.GetTimestamp());
                    calls[command].Answered(asked);
                }

                run.Played(Row, iteration + 1, 2, 0);
            }
        }
    }
}
