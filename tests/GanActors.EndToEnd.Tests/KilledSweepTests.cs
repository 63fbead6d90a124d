using System.Text.Json;

namespace GanActors.EndToEnd.Tests;

/// <summary>Sweeps whose process is killed again and again.</summary>
public sealed class KilledSweepTests : IDisposable
{
    private static readonly int Kills = KillCount.AtMost(20);

    private readonly DirectoryInfo _root = BuiltProgram.NewFolder();

    private string Broken => Path.Combine(_root.FullName, "broken");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Halving_killed_again_and_again_leaves_the_leaderboard_of_an_unbroken_sweep()
    {
        string file = Sweep("successive-halving"), whole = Path.Combine(_root.FullName, "whole");
        var (exitCode, _, error) = await BuiltProgram.Run("sweep", file, "--out", whole);
        Assert.True(exitCode == 0, error);
        await KillAgainAndAgain(file);
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "leaderboard.csv")), File.ReadAllText(Path.Combine(Broken, "leaderboard.csv")));
        foreach (string generator in Directory.GetFiles(Path.Combine(whole, "trials"), "generator.safetensors", SearchOption.AllDirectories).Where(path => !path.Contains("checkpoints", StringComparison.Ordinal)))
            Assert.Equal(File.ReadAllBytes(generator), File.ReadAllBytes(Path.Combine(Broken, Path.GetRelativePath(whole, generator))));
        AssertNothingTwice();
    }

    [Fact]
    public async Task Asha_killed_again_and_again_loses_no_trial_and_runs_none_twice()
    {
        await KillAgainAndAgain(Sweep("asha"));
        Assert.Equal(13, File.ReadLines(Path.Combine(Broken, "leaderboard.csv")).Count());
        AssertNothingTwice();
    }

    private string Sweep(string scheduler)
    {
        string path = Path.Combine(_root.FullName, "sweep.yaml");
        File.WriteAllText(
            path,
            $$"""
            name: killed
            recipe: ring
            set: { batch: 64, checkpoint.every: 20, samples.every: 100000, metrics.every: 10 }
            space:
              generator.optimizer.lr: { loguniform: [1.0e-4, 1.0e-2] }
              discriminator.optimizer.lr: { loguniform: [1.0e-4, 1.0e-2] }
            objective: { metric: high_quality, direction: maximize, samples: 500 }
            scheduler: { kind: {{scheduler}}, eta: 2, rungs: [50, 100, 200] }
            budget: { trials: 12, parallel: 2 }
            """);
        return path;
    }

    private async Task KillAgainAndAgain(string file)
    {
        var random = new Random(Seed: 23);
        for (int kill = 0; kill < Kills; kill++)
        {
            bool isNew = !File.Exists(Path.Combine(Broken, "journal.jsonl"));
            using var program = BuiltProgram.Start(["sweep", file, "--out", Broken, "--json", .. isNew ? Array.Empty<string>() : ["--resume"]]);
            // Some lives end before the sweep has begun, most in the middle of its trials.
            if (kill % 5 > 0)
                Assert.Contains("started", await program.NextLine(), StringComparison.Ordinal);
            await Task.Delay(random.Next(kill % 5 > 0 ? 300 : 900), TestContext.Current.CancellationToken);
            program.Signal("KILL");
            Assert.True(await program.Ended() == 137, $"life {kill} of {Kills} came to its end");
        }

        var (exitCode, _, error) = await BuiltProgram.Run("sweep", file, "--out", Broken, "--resume");
        Assert.True(exitCode == 0, error);
    }

    private void AssertNothingTwice()
    {
        string[] measured =
        [
            .. File.ReadLines(Path.Combine(Broken, "journal.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.GetProperty("kind").GetString() == "measured")
                .Select(line => $"{line.GetProperty("trial")}/{line.GetProperty("seed")} after {line.GetProperty("iteration")}"),
        ];
        Assert.Equal(measured.Distinct(), measured);
        Assert.Equal(12, measured.Count(run => run.EndsWith("after 50", StringComparison.Ordinal)));
    }
}
