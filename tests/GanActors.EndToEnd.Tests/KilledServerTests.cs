using System.Text.Json;
using GanActors.Client;

namespace GanActors.EndToEnd.Tests;

/// <summary>The server in a process of its own: killed, told to end, spoken to by the command line, and kept from others.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const int Iterations = 6_000;

    private readonly DirectoryInfo _home = BuiltProgram.NewFolder();
    private readonly int _port = BuiltProgram.FreePort();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Url => $"http://127.0.0.1:{_port}";

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Three_runs_of_a_server_that_is_killed_go_on_by_themselves_to_the_same_bytes()
    {
        string[] runs = ["one", "two", "three"];
        using var client = new GanActorsClient(new Uri(Url));
        using (var server = await Serve())
        {
            for (int seed = 1; seed <= runs.Length; seed++)
                await client.StartAsync(new StartRun("ring", Set: [$"run.iterations={Iterations}", $"run.seed={seed}", "checkpoint.every=200", "samples.every=2000"], Name: runs[seed - 1]), stop: Stop);
            foreach (string run in runs)
                await Until(() => client.RunAsync(run, Stop), each => each.Row.Iterations > 400);
            server.Signal("KILL");
            await server.Ended();
        }

        using (var server = await Serve())
        {
            Assert.Equal(runs.Order(), (await client.RunsAsync(stop: Stop).ToListAsync(Stop)).Select(row => row.Id).Order());
            foreach (string run in runs)
                await Until(() => client.RunAsync(run, Stop), each => each.Row.State == "completed");
            server.Signal("TERM");
            Assert.Equal(0, await server.Ended());
        }

        for (int seed = 1; seed <= runs.Length; seed++)
        {
            string whole = Path.Combine(_home.FullName, $"whole-{seed}");
            var (exitCode, _, error) = await BuiltProgram.Run(
                "train", "ring", "--iterations", $"{Iterations}", "--seed", $"{seed}", "--set", "checkpoint.every=200", "--set", "samples.every=2000", "--out", whole);
            Assert.True(exitCode == 0, error);
            string broken = Path.Combine(_home.FullName, "runs", runs[seed - 1]);
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "metrics.csv")), File.ReadAllBytes(Path.Combine(broken, "metrics.csv")));
            Assert.Equal(Digest(whole), Digest(broken));
        }
    }

    [Fact]
    public async Task The_command_line_trains_at_a_server_and_tells_runs_what_is_wanted()
    {
        using var server = await Serve();
        var (exitCode, output, error) = await BuiltProgram.Run("train", "ring", "--iterations", "300", "--server", Url);
        Assert.True(exitCode == 0, error);
        Assert.Contains("is completed after 300 iterations", output, StringComparison.Ordinal);

        using var client = new GanActorsClient(new Uri(Url));
        await client.StartAsync(new StartRun("ring", Set: ["run.iterations=1000000"], Name: "long"), stop: Stop);
        await Until(() => client.RunAsync("long", Stop), run => run.Row.State == "running");
        Assert.Contains("long is told to pause", (await BuiltProgram.Run("runs", "pause", "long", "--server", Url)).Output, StringComparison.Ordinal);
        await Until(() => client.RunAsync("long", Stop), run => run.Row.State == "paused");
        Assert.Contains("paused", (await BuiltProgram.Run("runs", "list", "--home", _home.FullName)).Output, StringComparison.Ordinal);
        (exitCode, _, error) = await BuiltProgram.Run("runs", "stop", "nobody", "--server", Url);
        Assert.Equal((2, "ganactors: there is no run 'nobody'"), (exitCode, error.Trim()));
        (exitCode, output, error) = await BuiltProgram.Run("runs", "delete", "long", "--server", Url);
        Assert.True(exitCode == 0, error);
        Assert.False(Directory.Exists(Path.Combine(_home.FullName, "runs", "long")));
    }

    [Fact]
    public async Task A_server_that_others_could_reach_does_not_start_without_a_key()
    {
        string[] open = ["serve", "--home", _home.FullName, "--urls", $"http://0.0.0.0:{_port}"];
        var (exitCode, _, error) = await BuiltProgram.Run(open);
        Assert.Equal(2, exitCode);
        Assert.Contains("there is no key yet; make one with `ganactors keys add NAME`", error, StringComparison.Ordinal);
        Assert.Equal(2, (await BuiltProgram.Run([.. open, "--auth", "none"])).ExitCode);
        Assert.Equal(2, (await BuiltProgram.Run([.. open, "--auth", "proxy"])).ExitCode);

        string key = (await BuiltProgram.Run("keys", "add", "alice", "--home", _home.FullName)).Output.Trim();
        using var server = await Serve("--urls", $"http://0.0.0.0:{_port}");
        using var stranger = new GanActorsClient(new Uri(Url));
        Assert.Equal(401, (await Assert.ThrowsAsync<ApiException>(() => stranger.InfoAsync(Stop))).Problem.Status);
        using var alice = new GanActorsClient(new Uri(Url), key);
        Assert.Equal(Path.GetFullPath(_home.FullName), (await alice.InfoAsync(Stop)).Home);
    }

    private async Task<BuiltProgram> Serve(params string[] more)
    {
        var program = BuiltProgram.Start(["serve", .. more.Length > 0 ? more : ["--urls", Url], "--home", _home.FullName, "--lanes", "3"]);
        while (await program.NextLine() is { } line)
        {
            if (line.StartsWith("they show", StringComparison.Ordinal))
                return program;
        }

        throw new InvalidOperationException($"The server does not start: exit code {await program.Ended()}");
    }

    private static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        for (int i = 0; i < 3_000; i++)
        {
            var answer = await ask();
            if (isSo(answer))
                return answer;
            await Task.Delay(100, Stop);
        }

        throw new TimeoutException("It does not come to be so.");
    }

    private static string Digest(string folder) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json"))).RootElement.GetProperty("digest").ToString();
}
