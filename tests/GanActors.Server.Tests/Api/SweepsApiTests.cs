using GanActors.Client;

namespace GanActors.Server.Tests.Api;

public sealed class SweepsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_is_started_watched_and_leaves_a_leaderboard()
    {
        await using var server = await TestServer.Start();
        var started = await server.Client.StartAsync(new StartSweep(Yaml: TestServer.Search, Parallel: 2), stop: Stop);
        Assert.Equal(("search", "sweep"), (started.Row.Id, started.Row.Kind));
        var done = await TestServer.Until(() => server.Client.SweepAsync("search", Stop), sweep => sweep.Row.State == "completed");
        Assert.Equal(4, done.Trials.Count);
        Assert.Equal([1, 2, 3, 4], done.Trials.Select(trial => trial.Rank!.Value));
        Assert.Equal(done.Trials.Select(trial => trial.Objective).OrderDescending(), done.Trials.Select(trial => trial.Objective));
        Assert.Equal(["loguniform", "choice"], done.Outline!.Parameters.Select(parameter => parameter.Kind));
        Assert.Equal(done.Row.Objective!.Value, done.Trials[0].Objective);

        var run = await server.Client.RunAsync(done.Trials[0].Runs[0], Stop);
        Assert.Equal("search", run.Row.Sweep);
        Assert.Equal(["walk"], run.Actions);
        Assert.Equal(409, (await Assert.ThrowsAsync<ApiException>(() => server.Client.StopAsync(run.Row.Id, Stop))).Problem.Status);
        string board = await server.Http.GetStringAsync("/api/v1/sweeps/search/leaderboard.csv", Stop);
        Assert.StartsWith("rank,trial,state", board, StringComparison.Ordinal);
        await TestServer.Until(() => server.Client.SweepAsync("search", Stop), sweep => sweep.Actions.Contains("delete"));
        await server.Client.DeleteSweepAsync("search", Stop);
        Assert.Empty(await server.Client.SweepsAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_sweep_rests_goes_on_and_is_stopped()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartSweep(Yaml: TestServer.Search.Replace("iterations: 60", "iterations: 3000", StringComparison.Ordinal), Parallel: 1), stop: Stop);
        await server.Client.PauseSweepAsync("search", Stop);
        await TestServer.Until(() => server.Client.SweepAsync("search", Stop), sweep => sweep.Row.State == "paused");
        await server.Client.ResumeSweepAsync("search", Stop);
        await TestServer.Until(() => server.Client.SweepAsync("search", Stop), sweep => sweep.Row.State == "running");
        await server.Client.StopSweepAsync("search", Stop);
        await TestServer.Until(() => server.Client.SweepAsync("search", Stop), sweep => sweep.Row.State == "stopped" && sweep.Actions.Contains("resume"));
    }

    [Fact]
    public async Task A_group_shows_its_cells()
    {
        await using var server = await TestServer.Start();
        var started = await server.Client.StartAsync(new StartSweep(Yaml: TestServer.Cells), stop: Stop);
        Assert.Equal("cells", started.Row.Kind);
        var done = await TestServer.Until(() => server.Client.SweepAsync("cells", Stop), sweep => sweep.Row.State == "completed");
        Assert.Equal((2, 2, 2L), (done.Cells!.Rows, done.Cells.Columns, done.Cells.Epoch));
        Assert.Equal(4, done.Cells.Cells.Count);
        Assert.All(done.Cells.Cells, cell => Assert.NotNull(cell.Figures["generator_loss"]));
        Assert.NotEmpty(done.Samples);
    }

    [Fact]
    public async Task A_sweep_that_cannot_be_is_refused_at_its_line()
    {
        await using var server = await TestServer.Start();
        var fault = await Assert.ThrowsAsync<ApiException>(() => server.Client.StartAsync(new StartSweep(Yaml: TestServer.Search.Replace("loguniform", "loguniferm", StringComparison.Ordinal)), stop: Stop));
        Assert.Equal((422, 9), (fault.Problem.Status, fault.Problem.Errors![0].Line!.Value));
        Assert.Equal(422, (await Assert.ThrowsAsync<ApiException>(() => server.Client.StartAsync(new StartSweep(Yaml: TestServer.Tiny()), stop: Stop))).Problem.Status);
    }
}
