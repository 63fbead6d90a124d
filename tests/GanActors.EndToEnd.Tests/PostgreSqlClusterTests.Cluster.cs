using System.Globalization;
using System.Net;

namespace GanActors.EndToEnd.Tests;

/// <summary>Silos in processes of their own that find each other in PostgreSQL, and clients of theirs.</summary>
public sealed class PostgreSqlClusterTests(PostgreSqlServer server) : SiloProcessTests, IClassFixture<PostgreSqlServer>
{
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
    public async Task A_silo_says_how_it_is()
    {
        string cluster = await NewCluster(silos: 0);
        var (silo, health) = await StartSilo(cluster, "--role", "client-gateway");
        using var http = new HttpClient { BaseAddress = health };
        Assert.Equal("live\n", await http.GetStringAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/other", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        silo.Signal("TERM");
        Assert.StartsWith("metrics are told at ", await silo.NextLine(), StringComparison.Ordinal);
        Assert.Equal("leaving the cluster", await silo.NextLine());
        Assert.Equal("left the cluster", await silo.NextLine());
        Assert.Equal(0, await silo.Ended());
        // 6 is a silo that has left in order.
        Assert.Equal(0L, await PostgreSqlServer.Ask(cluster, "SELECT count(*) FROM ganactors_silo WHERE status <> 6"));
    }

    [Fact]
    public async Task Versions_that_do_not_understand_each_other_are_not_mixed()
    {
        string cluster = await NewCluster(silos: 1);
        await PostgreSqlServer.Ask(cluster, "UPDATE ganactors_silo SET name = 'gan-0123456789ab-cdef01'");

        var (exitCode, _, error) = await BuiltProgram.Run(
            "serve", "--cluster", cluster, "--advertise", "127.0.0.1", "--http-port", "0", "--silo-port", $"{BuiltProgram.FreePort()}", "--gateway-port", $"{BuiltProgram.FreePort()}");
        Assert.True(exitCode == 2, error);
        Assert.Contains("this silo and a silo of the cluster", error, StringComparison.Ordinal);
        Assert.Contains("and 0123456789ab): bring all to one version", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_reaches_the_cluster_can_have_a_run_rest_go_on_end_and_be_deleted()
    {
        string cluster = await NewCluster(silos: 1);
        using var train = await Training(Path.Combine("runs", "long"), 100_000_000, cluster);
        Assert.Contains("running", await Runs("list"), StringComparison.Ordinal);

        await Runs("pause", "long");
        while (await train.NextLine() is not null)
        {
        }

        await train.Ended();
        Assert.Contains("paused", await Runs("show", "long"), StringComparison.Ordinal);

        // Nobody stays with it, and it goes on.
        await Runs("resume", "long");
        long before = await Iterations();
        Assert.Contains("running", await Runs("show", "long"), StringComparison.Ordinal);
        while (await Iterations() <= before)
            await Task.Delay(100, TestContext.Current.CancellationToken);

        await Runs("stop", "long");
        while (!(await Runs("show", "long")).Contains("stopped", StringComparison.Ordinal))
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Contains("is deleted", await Runs("delete", "long"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf(Path.Combine("runs", "long"))));

        async Task<string> Runs(params string[] words)
        {
            var (exitCode, output, error) = await BuiltProgram.Run(["runs", .. words, "--cluster", cluster, "--home", PathOf("")]);
            Assert.True(exitCode == 0, output + error);
            return output;
        }

        async Task<long> Iterations() =>
            long.Parse(string.Concat((await Runs("show", "long")).Split('\n').First(line => line.StartsWith("iterations", StringComparison.Ordinal)).Split("of")[0].Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }

    protected override async Task<string> NewAddress()
    {
        string cluster = await server.NewCluster();
        await Prepare(cluster);
        return cluster;
    }

    protected override IDisposable Silence() => server.Silence();

    private static async Task<string> Prepare(string cluster)
    {
        var (exitCode, output, error) = await BuiltProgram.Run("cluster", "prepare", "--cluster", cluster);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
