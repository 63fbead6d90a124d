using GanActors.Client;

namespace GanActors.Server.Tests.Home;

public sealed class ReviveTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ganactors-revive-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_run_goes_on_by_itself_with_the_next_server()
    {
        await using (var first = await TestServer.Start(_home))
        {
            await first.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(20_000).Replace("every: 100,", "every: 20000,", StringComparison.Ordinal).Replace("every: 50,", "every: 2000,", StringComparison.Ordinal), Name: "on"), stop: Stop);
            await TestServer.Until(() => first.Client.RunAsync("on", Stop), run => run.Row.Iterations > 60);
        }

        Assert.False(File.Exists(Path.Combine(_home, "runs/on/summary.json")));
        await using var second = await TestServer.Start(_home);
        var done = await second.Until("on", "completed");
        Assert.Equal(20_000, done.Row.Iterations);
        var opened = (await second.Client.EventsAsync("on", Stop).ToListAsync(Stop)).Where(each => each.Kind == "opened").ToList();
        Assert.Equal([1, 2], opened.Select(each => each.Incarnation));
    }

    [Fact]
    public async Task What_rested_rests_on_and_what_was_stopped_stays_stopped()
    {
        await using (var first = await TestServer.Start(_home))
        {
            foreach (string name in new[] { "rests", "stops" })
            {
                await first.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(1_000_000), Name: name), stop: Stop);
                await TestServer.Until(() => first.Client.RunAsync(name, Stop), run => run.Row.Iterations > 60);
            }

            await first.Client.PauseAsync("rests", Stop);
            await first.Client.StopAsync("stops", Stop);
            await first.Until("rests", "paused");
            await first.Until("stops", "stopped");
        }

        await using var second = await TestServer.Start(_home);
        await Task.Delay(300, Stop);
        Assert.Equal("paused", (await second.Client.RunAsync("rests", Stop)).Row.State);
        Assert.Equal("stopped", (await second.Client.RunAsync("stops", Stop)).Row.State);
    }

    [Fact]
    public async Task A_run_that_waited_for_a_lane_waits_again()
    {
        await using (var first = await TestServer.Start(_home, lanes: 1))
        {
            await first.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(1_000_000), Name: "holds"), stop: Stop);
            await first.Until("holds", "running");
            await first.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(50), Name: "waits"), stop: Stop);
            var waits = await TestServer.Until(() => first.Client.RunAsync("waits", Stop), run => run.Row.Why == "the only device is taken, by holds");
            Assert.Equal("waiting", waits.Row.State);
        }

        await using var second = await TestServer.Start(_home);
        await second.Until("waits", "completed");
        await second.Client.StopAsync("holds", Stop);
    }

    [Fact]
    public async Task A_run_that_waits_is_given_up_and_holds_no_place_in_the_queue()
    {
        await using var server = await TestServer.Start(_home, lanes: 1);
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(1_000_000), Name: "holds"), stop: Stop);
        await server.Until("holds", "running");
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(50), Name: "waits"), stop: Stop);
        await TestServer.Until(() => server.Client.DevicesAsync(Stop), devices => devices.Queue.Count == 1);
        await server.Client.StopAsync("waits", Stop);
        Assert.Equal("it was stopped before it began", (await server.Until("waits", "stopped")).Row.Why);
        Assert.Empty((await server.Client.DevicesAsync(Stop)).Queue);
        await server.Client.StopAsync("holds", Stop);
        await server.Client.ResumeAsync("waits", Stop);
        await server.Until("waits", "completed");
    }

    [Fact]
    public async Task A_server_that_ends_loses_no_iteration()
    {
        string yaml = TestServer.Tiny(1_000_000).Replace("every: 50", "every: 1000000", StringComparison.Ordinal);
        long left;
        await using (var first = await TestServer.Start(_home))
        {
            await first.Client.StartAsync(new StartRun(Yaml: yaml, Name: "kept"), stop: Stop);
            left = (await TestServer.Until(() => first.Client.RunAsync("kept", Stop), run => run.Row.Iterations > 60)).Row.Iterations;
        }

        await using var second = await TestServer.Start(_home);
        Assert.True((await second.Client.CheckpointsAsync("kept", Stop))[0].Iteration >= left);
        await second.Until("kept", "running");
        await second.Client.StopAsync("kept", Stop);
    }

    [Fact]
    public async Task The_idempotency_key_outlives_the_server()
    {
        var wish = new StartRun(Yaml: TestServer.Tiny(50));
        string id;
        await using (var first = await TestServer.Start(_home))
        {
            id = (await first.Client.StartAsync(wish, "once", Stop)).Row.Id;
            await first.Until(id, "completed");
        }

        await using var second = await TestServer.Start(_home);
        Assert.Equal(id, (await second.Client.StartAsync(wish, "once", Stop)).Row.Id);
    }

    [Fact]
    public async Task A_run_of_another_process_is_shown_and_left_alone()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_home, "runs", "foreign")).FullName;
        File.WriteAllText(Path.Combine(folder, "recipe.yaml"), "name: ring\ndata: { name: ring }\nrun: { iterations: 500, seed: 1 }\n");
        File.WriteAllText(Path.Combine(folder, "metrics.csv"), "iteration,epoch,d_loss,g_loss\n1,0,1.5,0.7\n2,0,1.25,0.5\n3,0,1.");
        await using var server = await TestServer.Start(_home);
        Assert.Equal("broken_off", Assert.Single(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop)).State);
        using (GanActors.Checkpoints.RunLock.Acquire(folder, DateTimeOffset.UtcNow))
        {
            var row = Assert.Single(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop));
            Assert.Equal(("running", false, 2L, 500L, 1.25, 0.5), (row.State, row.Here, row.Iterations, row.TotalIterations, row.DLoss!.Value, row.GLoss!.Value));
            Assert.Equal(409, (await Assert.ThrowsAsync<ApiException>(() => server.Client.StopAsync("foreign", Stop))).Problem.Status);
            Assert.Equal(409, (await Assert.ThrowsAsync<ApiException>(() => server.Client.DeleteAsync("foreign", Stop))).Problem.Status);
        }
    }
}
