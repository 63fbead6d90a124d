using System.Diagnostics;
using System.Globalization;
using GanActors.Client;
using GanActors.Server.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string home = Directory.CreateTempSubdirectory("ganactors-server-benchmark-").FullName;
try
{
    switch (args)
    {
        case ["pages", .. var rest]:
            await Pages(Number(rest, 0, 200), Number(rest, 1, 100_000));
            return 0;
        case ["live", .. var rest]:
            await Live(Number(rest, 0, 20), Number(rest, 1, 30));
            return 0;
        case ["training", .. var rest]:
            await Training(Number(rest, 0, 10), Number(rest, 1, 10));
            return 0;
        default:
            Console.Error.WriteLine("""
                pages [RUNS] [ROWS]          how long the lists and the page of a run take, with so many runs of so many rows each
                live [PAGES] [SECONDS]       what so many open pages of one run cost the server
                training [PAIRS] [SECONDS]   what one open page costs training in the same process, by turns
                """);
            return 2;
    }
}
finally
{
    Directory.Delete(home, recursive: true);
}

async Task Pages(int runs, int rows)
{
    Console.WriteLine($"{runs} runs of {rows:N0} rows");
    await StoredRuns.Make(home, runs, rows);
    await using var server = await ServerProcess.Start(home);
    using var http = new HttpClient { BaseAddress = server.Address };
    Console.WriteLine($"first page of the runs after the start: {await Took(() => RunsPage(http)):N0} ms");
    Report("runs page, shell and 100 rows", await Many(40, _ => Took(() => RunsPage(http))));
    Report("all rows at once", await Many(40, _ => Took(() => http.GetByteArrayAsync($"/api/v1/runs?limit={Math.Min(runs, 500)}"))));
    // Each run is looked at for the first time: nothing of it is known yet.
    Report("run page, first look", await Many(Math.Min(runs, 40), i => Took(() => RunPage(http, $"ring-{i:D3}"))));
    Report("run page, again", await Many(Math.Min(runs, 40), i => Took(() => RunPage(http, $"ring-{i % 20:D3}"))));
    Report("a part of the course, zoomed in", await Many(20, i => Took(() => http.GetByteArrayAsync($"/api/v1/runs/ring-{i:D3}/metrics?points=800&from={rows / 2}&to={(rows / 2) + 500}"))));
}

async Task Live(int pages, int seconds)
{
    // Somebody else's run, so that the server's time is for looking alone.
    using var train = ServerProcess.Launch("train", "quickstart", "--set", "data.name=digits", "--iterations", "1000000", "--threads", "1", "--out", Path.Combine(home, "runs", "busy"));
    _ = train.StandardOutput.ReadToEndAsync();
    await using (var server = await ServerProcess.Start(home))
    {
        using var client = server.NewClient();
        while (!await client.RunsAsync().AnyAsync(row => row is { Id: "busy", Iterations: > 100 }))
            await Task.Delay(200);
        // The runtime still compiles what the start has used.
        await Task.Delay(5_000);
        double idle = await Busy(server, seconds);
        using var stop = new CancellationTokenSource();
        long told = 0;
        var listeners = Enumerable.Range(0, pages).Select(_ => Listen(server, stop.Token, () => Interlocked.Increment(ref told))).ToArray();
        await Task.Delay(3_000);
        long before = Interlocked.Read(ref told);
        double busy = await Busy(server, seconds);
        Console.WriteLine($"{pages} pages of one run for {seconds} s: {(Interlocked.Read(ref told) - before) / (double)seconds / pages:N2} updates a second each; {busy * 100:N2} % of one core, {idle * 100:N2} % with none");
        await stop.CancelAsync();
        await Task.WhenAll(listeners);
    }

    train.Kill();
    await train.WaitForExitAsync();
}

async Task Training(int pairs, int seconds)
{
    await using var server = await ServerProcess.Start(home, "--lanes", "1");
    using var client = server.NewClient();
    var run = await client.StartAsync(new StartRun("quickstart", Set: ["data.name=digits", "run.iterations=100000000"]));
    while ((await client.RunAsync(run.Row.Id)).Row.Iterations < 2_000)
        await Task.Delay(200);
    var ratios = new List<double>();
    for (int pair = 0; pair < pairs; pair++)
    {
        // By turns, so that a machine that grows slower does it to both.
        double alone = 0, watched = 0;
        for (int half = 0; half < 2; half++)
        {
            if (half == pair % 2)
            {
                alone = await Speed(client, run.Row.Id, seconds);
                continue;
            }

            using var stop = new CancellationTokenSource();
            var listener = Listen(server, stop.Token, () => 0, run.Row.Id);
            await Task.Delay(500);
            watched = await Speed(client, run.Row.Id, seconds);
            await stop.CancelAsync();
            await listener;
        }

        ratios.Add(watched / alone);
        Console.WriteLine($"alone {alone:N1} it/s, watched {watched:N1} it/s: {watched / alone:N4}");
    }

    ratios.Sort();
    Console.WriteLine($"median of {pairs} pairs {ratios[ratios.Count / 2]:N4}, quartiles {ratios[ratios.Count / 4]:N4} and {ratios[ratios.Count * 3 / 4]:N4}");
    await client.StopAsync(run.Row.Id);
}

static async Task RunsPage(HttpClient http)
{
    await http.GetByteArrayAsync("/");
    await http.GetByteArrayAsync("/api/v1/runs?limit=100");
}

// What the page asks for, as it asks for it: the first, then the others together.
static async Task RunPage(HttpClient http, string run)
{
    string at = $"/api/v1/runs/{run}";
    await http.GetByteArrayAsync($"/runs/{run}");
    await http.GetByteArrayAsync(at);
    await Task.WhenAll(
        http.GetByteArrayAsync($"{at}/metrics?points=800"), http.GetByteArrayAsync($"{at}/events?last=200"), http.GetByteArrayAsync($"{at}/samples"), http.GetByteArrayAsync($"{at}/checkpoints"),
        http.GetByteArrayAsync($"{at}/recipe"));
}

static async Task Listen(ServerProcess server, CancellationToken stop, Func<long> told, string run = "busy")
{
    using var client = server.NewClient();
    try
    {
        await foreach (var _ in client.FollowAsync(run, stop))
            told();
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
    }
}

static async Task<double> Busy(ServerProcess server, int seconds)
{
    var (busy, begun) = (server.Busy, Stopwatch.GetTimestamp());
    await Task.Delay(TimeSpan.FromSeconds(seconds));
    return (server.Busy - busy) / Stopwatch.GetElapsedTime(begun);
}

static async Task<double> Speed(GanActorsClient client, string run, int seconds)
{
    var (first, begun) = ((await client.RunAsync(run)).Row.Iterations, Stopwatch.GetTimestamp());
    await Task.Delay(TimeSpan.FromSeconds(seconds));
    var (last, took) = ((await client.RunAsync(run)).Row.Iterations, Stopwatch.GetElapsedTime(begun));
    return (last - first) / took.TotalSeconds;
}

static async Task<double> Took(Func<Task> work)
{
    long begun = Stopwatch.GetTimestamp();
    await work();
    return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
}

static async Task<double[]> Many(int times, Func<int, Task<double>> measure)
{
    double[] all = new double[times];
    for (int i = 0; i < times; i++)
        all[i] = await measure(i);
    Array.Sort(all);
    return all;
}

static void Report(string what, double[] sorted) =>
    Console.WriteLine($"{what}: median {sorted[sorted.Length / 2]:N1} ms, 95th percentile {sorted[(int)(sorted.Length * .95)]:N1} ms, longest {sorted[^1]:N1} ms");

static int Number(string[] rest, int at, int usual) => rest.Length > at ? int.Parse(rest[at], CultureInfo.InvariantCulture) : usual;
