using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GanActors.Devices;
using GanActors.Recipes;
using GanActors.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests.Faults;

/// <summary>
/// Messages that are lost, late, repeated, out of order, and activations that end, in seeded schedules: whatever befalls a run, it is the run that
/// nothing befell. As many schedules as fit the time are tried; <c>GANACTORS_FAULT_SCHEDULES</c> asks for a number of them, and
/// <c>GANACTORS_FAULT_SEED</c> says where they begin.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private const int Iterations = 6;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20), Patience = TimeSpan.FromSeconds(30);

    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-faults-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(DeviceKind.Cpu, 1)]
    [InlineData(DeviceKind.Cuda, 2)]
    public async Task Whatever_befalls_the_messages_of_a_run_it_is_the_run_that_nothing_befell(DeviceKind kind, int lanes)
    {
        var wire = new FaultyNetwork();
        var witness = new RunWitness();
        await using var cluster = await GrainCluster.Start(
            () => witness.Device(kind),
            services => services.AddSingleton<IOutgoingGrainCallFilter>(wire).AddSingleton<IIncomingGrainCallFilter>(witness),
            lanes);
        Recipe[] recipes = [Recipe(new ScheduleSpec(Discriminator: 2)), Recipe(new ScheduleSpec(Fakes: FakesKind.Reused)), Recipe(new ScheduleSpec(Generator: 2)), Recipe(new ScheduleSpec(Rule: new AccuracyGateRule()))];
        var unbroken = new List<Outcome>();
        foreach (var recipe in recipes)
            unbroken.Add(await Outcome.Of((await WholeRun.Of(cluster, recipe, _root)).Folder));

        int? wanted = int.TryParse(Environment.GetEnvironmentVariable("GANACTORS_FAULT_SCHEDULES"), CultureInfo.InvariantCulture, out int number) ? number : null;
        _ = int.TryParse(Environment.GetEnvironmentVariable("GANACTORS_FAULT_SEED"), CultureInfo.InvariantCulture, out int seed);
        long start = Stopwatch.GetTimestamp();
        int tried = 0;
        var failures = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (failures.IsEmpty && (wanted is { } count ? tried < count : Stopwatch.GetElapsedTime(start) < Time))
            {
                int own = seed + Interlocked.Increment(ref tried) - 1;
                var schedule = new FaultSchedule(own);
                if (await Try(cluster, wire, witness, recipes[own % recipes.Length], unbroken[own % recipes.Length], schedule) is { } failure)
                    failures.Enqueue($"schedule {own} ({schedule}): {failure}");
                cluster.Calls.Clear();
            }
        })));
        TestContext.Current.SendDiagnosticMessage($"{tried} schedules of faults");
        Assert.True(failures.IsEmpty, string.Join('\n', failures));
        Assert.True(tried >= Math.Min(wanted ?? 1, 1));
    }

    private static Recipe Recipe(ScheduleSpec schedule) => TinyRecipes.Ring(schedule, Iterations) with
    {
        Samples = new SamplesSpec(Every: 1000, Rows: 2, Columns: 2),
        Checkpoint = new CheckpointSpec(Every: 2, EverySeconds: null, Keep: 2),
    };

    /// <returns>What went wrong; null if nothing did.</returns>
    private async Task<string?> Try(GrainCluster cluster, FaultyNetwork wire, RunWitness witness, Recipe recipe, Outcome unbroken, FaultSchedule schedule)
    {
        var run = GrainCluster.NewRun();
        string folder = Path.Combine(_root, run.Value);
        var order = new RunOrder(run, recipe, folder, RecipeWriter.Write(recipe), RunOpening.Resume);
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        wire.Add(run, schedule);
        try
        {
            // Its user starts it again where it could not start, and where its coordinator is gone.
            await Started(coordinator, order);
            RunProgress progress;
            do
            {
                await schedule.Turns.WaitAsync(Patience, TestContext.Current.CancellationToken);
                while ((progress = await coordinator.Watch(0)).State == RunState.Running)
                    await Task.Yield();
                if (progress.State == RunState.New)
                    await Started(coordinator, order);
            }
            while (progress.State is RunState.New or RunState.Running);

            if (progress.State != RunState.Completed)
                return $"{progress.State}: {progress.Failure}";
            if (witness.Breaches.TryGetValue(run.Value, out var breaches))
                return string.Join("; ", breaches);
            return unbroken.Differs(await Outcome.Of(folder));
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }
        finally
        {
            wire.Remove(run);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Started(ICoordinatorGrain coordinator, RunOrder order)
    {
        const int attempts = 10;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await coordinator.StartWhenPossible(order, stop: TestContext.Current.CancellationToken);
                return;
            }
            catch (Exception) when (attempt < attempts)
            {
                // A fault befell the start.
            }
        }
    }

    /// <summary>What a run leaves that must not depend on what befell it.</summary>
    private sealed record Outcome(string Metrics, string Generator, string Discriminator)
    {
        public static async Task<Outcome> Of(string folder)
        {
            using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "summary.json")));
            var digest = summary.RootElement.GetProperty("digest");
            return new Outcome(
                await File.ReadAllTextAsync(Path.Combine(folder, "metrics.csv")),
                digest.GetProperty("generator").GetString()!,
                digest.GetProperty("discriminator").GetString()!);
        }

        public string? Differs(Outcome other)
        {
            string[] iterations = [.. other.Metrics.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[0])];
            if (!iterations.SequenceEqual(Enumerable.Range(1, iterations.Length).Select(i => i.ToString(CultureInfo.InvariantCulture))))
                return $"the iterations of metrics.csv are {string.Join(", ", iterations)}";
            return Metrics != other.Metrics ? $"metrics.csv differs:\n{other.Metrics}\ninstead of\n{Metrics}"
                : Generator != other.Generator ? "the generator differs"
                : Discriminator != other.Discriminator ? "the discriminator differs"
                : null;
        }
    }
}
