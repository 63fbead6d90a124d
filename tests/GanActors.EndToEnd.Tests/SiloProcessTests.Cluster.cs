using System.Globalization;

namespace GanActors.EndToEnd.Tests;

/// <summary>What holds for silos in processes of their own, and clients of theirs, wherever they meet.</summary>
public abstract class SiloProcessTests : IDisposable
{
    private static readonly string[] SmallRun =
        ["ring", "--seed", "7", "--set", "samples.every=1000", "--set", "checkpoint.every=50"];

    private readonly DirectoryInfo _folder = BuiltProgram.NewFolder();
    private readonly List<BuiltProgram> _silos = [];
    private readonly List<string> _ports = [];

    [Fact]
    public async Task A_run_trained_through_a_client_is_the_run_of_a_process_of_its_own_to_the_bit()
    {
        string cluster = await NewCluster(silos: 2);
        await AssertDone(BuiltProgram.Run(["train", .. SmallRun, "--iterations", "200", "--out", PathOf("far"), "--cluster", cluster]));
        await AssertDone(BuiltProgram.Run(["train", .. SmallRun, "--iterations", "200", "--out", PathOf("near")]));
        AssertSame("near", "far");

        var (exitCode, output, error) = await BuiltProgram.Run("cluster", "devices", "--cluster", cluster);
        Assert.True(exitCode == 0, error);
        Assert.Equal(2, output.Split("cpu (", StringSplitOptions.None).Length - 1);
    }

    [Fact]
    public async Task When_a_silo_leaves_its_run_goes_on_at_the_other_and_comes_to_the_same()
    {
        string cluster = await NewCluster(silos: 2);
        using var train = await Training("moved", 3000, cluster);

        // The silo with the run's networks is told to leave while the run is under way.
        var leaving = await SiloOf("moved", cluster);
        leaving.Signal("TERM");
        Assert.Equal(0, await leaving.Ended());
        await AssertGoesOn(train, "moved", 3000);
    }

    [Fact]
    public async Task When_a_silo_is_killed_its_run_goes_on_at_the_other_and_comes_to_the_same()
    {
        string cluster = await NewCluster(silos: 2);
        using var train = await Training("moved", 4000, cluster);
        var killed = await SiloOf("moved", cluster);
        killed.Signal("KILL");
        Assert.NotEqual(0, await killed.Ended());
        await AssertGoesOn(train, "moved", 4000);
    }

    [Fact]
    public async Task All_silos_can_be_restarted_one_after_the_other_and_no_run_notices()
    {
        string cluster = await NewCluster(silos: 2);
        using var one = await Training("one", 12_000, cluster);
        using var other = await Training("other", 12_000, cluster);
        foreach (var old in _silos.ToArray())
        {
            old.Signal("TERM");
            Assert.Equal(0, await old.Ended());
            await StartSilo(cluster);
        }

        await AssertGoesOn(one, "one", 12_000);
        await AssertGoesOn(other, "other", 12_000);
    }

    [Fact]
    public async Task While_the_store_where_silos_meet_is_away_training_goes_on()
    {
        string cluster = await NewCluster(silos: 2);
        using var train = await Training("run", 6000, cluster);
        using (Silence())
        {
            string? line = "";
            while (line is not null && !line.Contains("\"iteration\":5000,", StringComparison.Ordinal))
                line = await train.NextLine();
            Assert.NotNull(line);
        }

        await AssertEnds(train, "run", 6000);
        await AssertDone(BuiltProgram.Run(["train", .. SmallRun, "--iterations", "200", "--out", PathOf("next"), "--cluster", cluster]));
    }

    public void Dispose()
    {
        foreach (var silo in _silos)
            silo.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The address of a cluster that nobody is in yet.</summary>
    protected abstract Task<string> NewAddress();

    /// <summary>Keeps the store where the silos meet from answering until what is returned is disposed of.</summary>
    protected abstract IDisposable Silence();

    protected async Task<string> NewCluster(int silos)
    {
        string cluster = await NewAddress();
        for (int i = 0; i < silos; i++)
            await StartSilo(cluster);
        return cluster;
    }

    private protected async Task<(BuiltProgram Silo, Uri Health)> StartSilo(string cluster, params string[] more)
    {
        string siloPort = Text(BuiltProgram.FreePort());
        _ports.Add(siloPort);
        var silo = BuiltProgram.Start(
            ["serve", "--cluster", cluster, "--advertise", "127.0.0.1", "--lanes", "1", "--http-port", "0",
                "--silo-port", siloPort, "--gateway-port", Text(BuiltProgram.FreePort()), .. more]);
        _silos.Add(silo);
        for (; ;)
        {
            string? line = await silo.NextLine();
            Assert.NotNull(line);
            if (line.StartsWith("health is told at ", StringComparison.Ordinal))
                return (silo, new Uri(line.Split(' ')[^1]));
        }
    }

    protected static async Task AssertDone(Task<(int ExitCode, string Output, string Error)> run)
    {
        var (exitCode, output, error) = await run;
        Assert.True(exitCode == 0, output + error);
    }

    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void AssertSame(string one, string other)
    {
        foreach (string file in (IEnumerable<string>)["metrics.csv", "generator.safetensors"])
            Assert.True(File.ReadAllBytes(Path.Combine(PathOf(one), file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(PathOf(other), file))), file);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A run through a client, once it has written its first checkpoint.
    private protected async Task<BuiltProgram> Training(string run, int iterations, string cluster)
    {
        var train = BuiltProgram.Start(["train", .. SmallRun, "--iterations", Text(iterations), "--out", PathOf(run), "--cluster", cluster, "--json"]);
        string? line = "";
        while (line is not null && !line.Contains("\"checkpoint\"", StringComparison.Ordinal))
            line = await train.NextLine();
        Assert.NotNull(line);
        return train;
    }

    // Where a run's networks are.
    private async Task<BuiltProgram> SiloOf(string run, string cluster)
    {
        var (_, devices, _) = await BuiltProgram.Run("cluster", "devices", "--cluster", cluster);
        string place = Assert.Single(devices.Split('\n'), row => row.Contains(run, StringComparison.Ordinal));
        return _silos[_ports.FindIndex(port => place.Contains($":{port}@", StringComparison.Ordinal))];
    }

    private async Task AssertGoesOn(BuiltProgram train, string run, int iterations)
    {
        await AssertEnds(train, run, iterations);
        Assert.Contains(
            File.ReadLines(Path.Combine(PathOf(run), "events.jsonl")),
            line => line.Contains("\"opened\"", StringComparison.Ordinal) && line.Contains("from checkpoint", StringComparison.Ordinal));
    }

    private async Task AssertEnds(BuiltProgram train, string run, int iterations)
    {
        while (await train.NextLine() is not null)
        {
        }

        Assert.Equal(0, await train.Ended());
        string still = $"{run}-still";
        await AssertDone(BuiltProgram.Run(["train", .. SmallRun, "--iterations", Text(iterations), "--out", PathOf(still)]));
        AssertSame(still, run);
    }
}
