using System.Globalization;
using System.Net;

namespace GanActors.EndToEnd.Tests;

/// <summary>Silos in processes of their own that find each other in PostgreSQL, and clients of theirs.</summary>
public sealed class PostgreSqlClusterTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>, IDisposable
{
    private static readonly string[] SmallRun =
        ["ring", "--seed", "7", "--set", "samples.every=1000", "--set", "checkpoint.every=50"];

    private readonly DirectoryInfo _folder = BuiltProgram.NewFolder();
    private readonly List<BuiltProgram> _silos = [];
    private readonly List<string> _ports = [];

    [Fact]
    public async Task A_database_is_prepared_once_and_again()
    {
        string cluster = await server.NewCluster();
        var (exitCode, _, error) = await BuiltProgram.Run("train", "ring", "--iterations", "10", "--cluster", cluster, "--out", PathOf("none"));
        Assert.Equal(2, exitCode);
        Assert.Contains("is not ready for a cluster yet: run `ganactors cluster prepare", error, StringComparison.Ordinal);

        Assert.Contains("is ready for a cluster", await Prepare(cluster), StringComparison.Ordinal);
        Assert.Contains("was ready before", await Prepare(cluster), StringComparison.Ordinal);
        Assert.Equal(20L, await PostgreSqlServer.Ask(cluster, "SELECT count(*) FROM OrleansQuery"));
    }

    [Fact]
    public async Task A_database_with_the_tables_of_another_cluster_is_left_as_it_is()
    {
        string cluster = await server.NewCluster();
        await PostgreSqlServer.Ask(cluster, "CREATE TABLE OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText text)");
        var (exitCode, _, error) = await BuiltProgram.Run("cluster", "prepare", "--cluster", cluster);
        Assert.Equal(2, exitCode);
        Assert.Contains("left as they are", error, StringComparison.Ordinal);
    }

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
        using var train = BuiltProgram.Start(["train", .. SmallRun, "--iterations", "3000", "--out", PathOf("moved"), "--cluster", cluster, "--json"]);
        string? line;
        do
            line = await train.NextLine();
        while (line is not null && !line.Contains("\"checkpoint\"", StringComparison.Ordinal));
        Assert.NotNull(line);

        // The silo with the run's networks is told to leave while the run is under way.
        var (_, devices, _) = await BuiltProgram.Run("cluster", "devices", "--cluster", cluster);
        string place = Assert.Single(devices.Split('\n'), row => row.Contains("moved", StringComparison.Ordinal));
        var leaving = _silos[_ports.FindIndex(port => place.Contains($":{port}@", StringComparison.Ordinal))];
        leaving.Signal("TERM");
        Assert.Equal(0, await leaving.Ended());
        while (await train.NextLine() is not null)
        {
        }

        Assert.Equal(0, await train.Ended());
        Assert.Contains(
            File.ReadLines(Path.Combine(PathOf("moved"), "events.jsonl")),
            line => line.Contains("\"opened\"", StringComparison.Ordinal) && line.Contains("from checkpoint", StringComparison.Ordinal));
        await AssertDone(BuiltProgram.Run(["train", .. SmallRun, "--iterations", "3000", "--out", PathOf("still")]));
        AssertSame("still", "moved");
    }

    [Fact]
    public async Task A_silo_says_how_it_is()
    {
        string cluster = await NewCluster(silos: 0);
        var (silo, health) = await StartSilo(cluster, "--role", "client-gateway");
        using var http = new HttpClient { BaseAddress = health };
        Assert.Equal("live\n", await http.GetStringAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/other", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        silo.Signal("TERM");
        Assert.Equal("leaving the cluster", await silo.NextLine());
        Assert.Equal("left the cluster", await silo.NextLine());
        Assert.Equal(0, await silo.Ended());
        // 6 is a silo that has left in order.
        Assert.Equal(0L, await PostgreSqlServer.Ask(cluster, "SELECT count(*) FROM ganactors_silo WHERE status <> 6"));
    }

    public void Dispose()
    {
        foreach (var silo in _silos)
            silo.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string> NewCluster(int silos)
    {
        string cluster = await server.NewCluster();
        await Prepare(cluster);
        for (int i = 0; i < silos; i++)
            await StartSilo(cluster);
        return cluster;
    }

    private async Task<(BuiltProgram Silo, Uri Health)> StartSilo(string cluster, params string[] more)
    {
        string siloPort = Text(PostgreSqlServer.FreePort());
        _ports.Add(siloPort);
        var silo = BuiltProgram.Start(
            ["serve", "--cluster", cluster, "--advertise", "127.0.0.1", "--lanes", "1", "--http-port", "0",
                "--silo-port", siloPort, "--gateway-port", Text(PostgreSqlServer.FreePort()), .. more]);
        _silos.Add(silo);
        for (; ;)
        {
            string? line = await silo.NextLine();
            Assert.NotNull(line);
            if (line.StartsWith("health is told at ", StringComparison.Ordinal))
                return (silo, new Uri(line.Split(' ')[^1]));
        }
    }

    private static async Task<string> Prepare(string cluster)
    {
        var (exitCode, output, error) = await BuiltProgram.Run("cluster", "prepare", "--cluster", cluster);
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static async Task AssertDone(Task<(int ExitCode, string Output, string Error)> run)
    {
        var (exitCode, output, error) = await run;
        Assert.True(exitCode == 0, output + error);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void AssertSame(string one, string other)
    {
        foreach (string file in (IEnumerable<string>)["metrics.csv", "generator.safetensors"])
            Assert.True(File.ReadAllBytes(Path.Combine(PathOf(one), file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(PathOf(other), file))), file);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
