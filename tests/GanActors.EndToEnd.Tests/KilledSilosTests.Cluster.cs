using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GanActors.EndToEnd.Tests;

/// <summary>
/// A cluster that is never left in peace: while twelve runs are under way, one of its three silos is killed every half minute and started again at once. That takes as many minutes as
/// <c>GANACTORS_KILL_MINUTES</c> says, and about as long again for the runs to end and to be trained once more undisturbed. How long the runs are follows from the pace of one before;
/// where others work on the machine as well, that says little, and <c>GANACTORS_KILL_ITERATIONS</c> sets it.
/// </summary>
public sealed class KilledSilosTests : IDisposable
{
    private const string Variable = "GANACTORS_KILL_MINUTES", LengthVariable = "GANACTORS_KILL_ITERATIONS";
    private const int Silos = 3, Lanes = 2, Runs = 12;

    /// <summary>What of the undisturbed pace on all cores a cluster is taken to come to at most. With more, runs would end before the kills do, and that is asserted.</summary>
    private const double MostOfPace = 0.8;

    private const int CheckpointEvery = 500;
    private static readonly TimeSpan KillEvery = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = BuiltProgram.NewFolder();
    private readonly List<BuiltProgram> _programs = [];

    [Fact]
    public async Task Twelve_runs_whose_silos_are_killed_twice_a_minute_all_come_to_the_bytes_of_undisturbed_ones()
    {
        int minutes = Setting(Variable) ?? 0;
        Assert.SkipWhen(minutes < 1, $"{Variable} says for how many minutes silos are to be killed; without it they are not");
        await using var server = new PostgreSqlServer();
        await server.InitializeAsync();
        string cluster = await server.NewCluster();
        var (prepared, _, fault) = await BuiltProgram.Run("cluster", "prepare", "--cluster", cluster);
        Assert.True(prepared == 0, fault);

        long iterations = Setting(LengthVariable) ?? Rounded(await Pace() * Environment.ProcessorCount * MostOfPace * minutes * 60 / Runs);
        Tell($"{Runs} runs of {iterations:N0} iterations, a checkpoint every {CheckpointEvery}, {Silos} silos with {Lanes} lanes each");
        var silos = new BuiltProgram[Silos];
        var ports = new (int Silo, int Gateway)[Silos];
        for (int i = 0; i < Silos; i++)
        {
            ports[i] = (BuiltProgram.FreePort(), BuiltProgram.FreePort());
            silos[i] = await StartSilo(cluster, ports[i]);
        }

        var clients = Enumerable.Range(1, Runs).Select(seed => ToItsEnd(Start(["train", .. Recipe(seed, iterations), "--out", PathOf(seed), "--cluster", cluster, "--json"]))).ToArray();
        while (Enumerable.Range(1, Runs).Count(HasCheckpoint) < Silos * Lanes && !clients.Any(client => client.IsCompleted))
            await Task.Delay(100, TestContext.Current.CancellationToken);
        long start = Stopwatch.GetTimestamp();
        int kills = 0;
        for (; kills < minutes * 60 / KillEvery.TotalSeconds; kills++)
        {
            var left = (KillEvery * (kills + 1)) - Stopwatch.GetElapsedTime(start);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
            int victim = kills % Silos;
            silos[victim].Signal("KILL");
            Assert.NotEqual(0, await silos[victim].Ended());
            Tell($"{Stopwatch.GetElapsedTime(start):mm\\:ss} silo {victim + 1} is killed; {clients.Count(client => client.IsCompleted)} runs have ended");
            // Every other one comes back at ports of its own, as its replacement on another machine would: there is nothing at the old ones to say that it is gone.
            if (kills % 2 == 1)
                ports[victim] = (BuiltProgram.FreePort(), BuiltProgram.FreePort());
            silos[victim] = await StartSilo(cluster, ports[victim]);
        }

        int underWay = clients.Count(client => !client.IsCompleted);
        var endings = await Task.WhenAll(clients);
        var took = Stopwatch.GetElapsedTime(start);
        foreach (var (seed, ending) in endings.Index().Where(ending => ending.Item.ExitCode != 0))
            Tell($"the client of run {seed + 1} ended with {ending.ExitCode}: {ending.Error.Trim()}");

        var differences = new string?[Runs];
        await Parallel.ForEachAsync(Enumerable.Range(1, Runs), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (seed, _) =>
        {
            string still = PathOf(seed) + "-still";
            var (exitCode, output, error) = await BuiltProgram.Run(["train", .. Recipe(seed, iterations), "--out", still]);
            Assert.True(exitCode == 0, output + error);
            differences[seed - 1] = Difference(still, PathOf(seed));
        });
        for (int seed = 1; seed <= Runs; seed++)
            Tell($"run {seed}: {differences[seed - 1] ?? "the same bytes"}, opened {Openings(PathOf(seed))} times");
        Tell($"{kills} kills in {minutes} minutes, {underWay} of {Runs} runs under way after the last, no client left after {took:mm\\:ss}");
        Tell($"{endings.Count(ending => ending.ExitCode == 0)} clients ended with 0, {differences.Count(difference => difference is null)} runs have the bytes of undisturbed ones");

        Assert.NotEqual(0, underWay);
        Assert.All(endings, ending => Assert.True(ending.ExitCode == 0, ending.Error));
        Assert.All(differences, Assert.Null);
        // A kill that befalls no run tries nothing.
        Assert.True(Enumerable.Range(1, Runs).Sum(seed => Openings(PathOf(seed)) - 1) >= kills);
    }

    public void Dispose()
    {
        foreach (var program in _programs)
            program.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string[] Recipe(int seed, long iterations) =>
    [
        "ring", "--seed", Text(seed), "--iterations", Text(iterations), "--set", "samples.every=1000000", "--set", "metrics.every=10", "--set", $"checkpoint.every={CheckpointEvery}",
    ];

    private static int? Setting(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Rounded(double iterations) => (long)(iterations / 1000) * 1000;

    private static void Tell(FormattableString words)
    {
        string line = FormattableString.Invariant(words);
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    private static string? Difference(string one, string other)
    {
        if (!File.Exists(Path.Combine(other, "summary.json")))
            return "it has no summary.json";
        foreach (string file in (IEnumerable<string>)["generator.safetensors", "metrics.csv"])
        {
            if (!File.ReadAllBytes(Path.Combine(one, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(other, file))))
                return $"{file} differs";
        }

        return Digests(one) == Digests(other) ? null : "the digests in summary.json differ";
    }

    private static (string?, string?) Digests(string run)
    {
        using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run, "summary.json")));
        var digest = summary.RootElement.GetProperty("digest");
        return (digest.GetProperty("generator").GetString(), digest.GetProperty("discriminator").GetString());
    }

    private static int Openings(string run) => !File.Exists(Path.Combine(run, "events.jsonl")) ? 0 : File.ReadLines(Path.Combine(run, "events.jsonl")).Count(line => line.Contains("\"opened\"", StringComparison.Ordinal));

    private static async Task<(int ExitCode, string Error)> ToItsEnd(BuiltProgram client)
    {
        while (await client.NextLine() is not null)
        {
        }

        return (await client.Ended(), await client.Error);
    }

    /// <summary>Iterations a second of an undisturbed run.</summary>
    private async Task<double> Pace()
    {
        var (exitCode, output, error) = await BuiltProgram.Run(["train", .. Recipe(0, 20_000), "--out", Path.Combine(_folder.FullName, "pace"), "--json"]);
        Assert.True(exitCode == 0, error);
        using var last = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        return last.RootElement.GetProperty("iterations_per_second").GetDouble();
    }

    private async Task<BuiltProgram> StartSilo(string cluster, (int Silo, int Gateway) ports)
    {
        var silo = Start(
            "serve", "--cluster", cluster, "--advertise", "127.0.0.1", "--lanes", Text(Lanes), "--http-port", "0", "--silo-port", Text(ports.Silo), "--gateway-port", Text(ports.Gateway));
        while (await silo.NextLine() is { } line)
        {
            if (line.StartsWith("health is told at ", StringComparison.Ordinal))
                return silo;
        }

        Assert.Fail(await silo.Error);
        return silo;
    }

    private BuiltProgram Start(params string[] arguments)
    {
        var program = BuiltProgram.Start(arguments);
        _programs.Add(program);
        return program;
    }

    private bool HasCheckpoint(int seed) => Directory.Exists(Path.Combine(PathOf(seed), "checkpoints")) && Directory.EnumerateDirectories(Path.Combine(PathOf(seed), "checkpoints")).Any();

    private string PathOf(int seed) => Path.Combine(_folder.FullName, $"run-{seed}");
}
