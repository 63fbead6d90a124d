using System.Net;
using System.Text.Json;
using GanActors.Client;

namespace GanActors.Server.Tests.Api;

public sealed class RunsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_started_watched_and_left_with_all_it_made()
    {
        await using var server = await TestServer.Start();
        var started = await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: "first"), stop: Stop);
        Assert.Equal("first", started.Row.Id);
        Assert.Equal(2 * 8 + 8 + 8 * 2 + 2, started.Generator!.Parameters);

        var done = await server.Until("first", "completed");
        Assert.Equal((300, 300), (done.Row.Iterations, done.Row.TotalIterations));
        Assert.NotNull(done.Row.DLoss);
        Assert.Contains(done.Files, file => file.Name == "generator.safetensors");
        Assert.Equal(["delete", "walk"], done.Actions);

        var metrics = await server.Client.MetricsAsync("first", points: 10, columns: ["g_loss"], stop: Stop);
        Assert.Equal(300, metrics.Rows);
        Assert.Equal(300, metrics.Iterations[^1]);
        Assert.Equal(["g_loss"], metrics.Columns.Keys);
        Assert.True(metrics.Iterations.Count <= 10);

        var samples = await server.Client.SamplesAsync("first", Stop);
        Assert.Equal([0L, 100, 200, 300], samples.Select(sheet => sheet.Iteration!.Value));
        byte[] png = await server.Client.DownloadAsync(samples[^1].Url, Stop);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);

        var events = await server.Client.EventsAsync("first", Stop).ToListAsync(Stop);
        Assert.Equal("opened", events[0].Kind);
        Assert.Equal("end", events[^1].Kind);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(each => each.Number));
    }

    [Fact]
    public async Task Figures_come_as_csv_whole_or_thinned()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: "csv"), stop: Stop);
        await server.Until("csv", "completed");
        string whole = await server.Http.GetStringAsync("/api/v1/runs/csv/metrics.csv", Stop);
        string thin = await server.Http.GetStringAsync("/api/v1/runs/csv/metrics.csv?points=7", Stop);
        Assert.Equal(File.ReadAllText(Path.Combine(server.Home, "runs", "csv", "metrics.csv")), whole);
        Assert.StartsWith("iteration,", thin, StringComparison.Ordinal);
        Assert.InRange(thin.Split('\n').Length, 3, 9);
    }

    [Fact]
    public async Task A_run_that_rested_leaves_the_networks_of_one_that_did_not()
    {
        await using var server = await TestServer.Start();
        string yaml = TestServer.Tiny(4_000);
        await server.Client.StartAsync(new StartRun(Yaml: yaml, Name: "unbroken"), stop: Stop);
        await server.Client.StartAsync(new StartRun(Yaml: yaml, Name: "rested"), stop: Stop);
        await TestServer.Until(() => server.Client.RunAsync("rested", Stop), run => run.Row.Iterations > 100);
        await server.Client.PauseAsync("rested", Stop);
        var rests = await server.Until("rested", "paused");
        Assert.InRange(rests.Row.Iterations, 100, 3_999);
        Assert.Contains("resume", rests.Actions);

        await server.Client.ResumeAsync("rested", Stop);
        await server.Until("rested", "completed");
        await server.Until("unbroken", "completed");
        Assert.Equal(Digest("unbroken"), Digest("rested"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(server.Home, "runs/unbroken/metrics.csv")), File.ReadAllBytes(Path.Combine(server.Home, "runs/rested/metrics.csv")));

        string Digest(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(server.Home, "runs", run, "summary.json"))).RootElement.GetProperty("digest").ToString();
    }

    [Fact]
    public async Task A_key_asked_twice_starts_one_run_and_for_another_it_is_refused()
    {
        await using var server = await TestServer.Start();
        var wish = new StartRun(Yaml: TestServer.Tiny());
        var first = await server.Client.StartAsync(wish, "once", Stop);
        var again = await server.Client.StartAsync(wish, "once", Stop);
        Assert.Equal(first.Row.Id, again.Row.Id);
        Assert.Single(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop));
        var fault = await Assert.ThrowsAsync<ApiException>(() => server.Client.StartAsync(wish with { Yaml = TestServer.Tiny(301) }, "once", Stop));
        Assert.Equal((422, "Idempotency-Key"), (fault.Problem.Status, fault.Problem.Errors![0].Field));
        await server.Until(first.Row.Id, "completed");
    }

    [Fact]
    public async Task A_bad_recipe_is_refused_at_its_line()
    {
        await using var server = await TestServer.Start();
        string yaml = TestServer.Tiny().Replace("batch: 16", "batsch: 16", StringComparison.Ordinal);
        var fault = await Assert.ThrowsAsync<ApiException>(() => server.Client.StartAsync(new StartRun(Yaml: yaml), stop: Stop));
        var error = Assert.Single(fault.Problem.Errors!);
        Assert.Equal((422, "yaml", "batsch", 3), (fault.Problem.Status, error.Field, error.Key, error.Line!.Value));
        Assert.Contains("did you mean 'batch'?", error.Message, StringComparison.Ordinal);
        Assert.Empty(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("""{ "yaml": 7 }""", 400, "yaml")]
    [InlineData("""{ "recipe": "ring", "set": ["a", 3] }""", 400, "set[1]")]
    [InlineData("""{ "recipe": "ring" """, 400, "")]
    [InlineData("""{ }""", 422, "recipe")]
    [InlineData("""{ "recipe": "ring", "yaml": "name: x" }""", 422, "recipe")]
    [InlineData("""{ "recipe": "../../etc/passwd" }""", 404, "")]
    [InlineData("""{ "recipe": "ring", "device": "abacus" }""", 422, "device")]
    [InlineData("""{ "recipe": "ring", "name": "../up" }""", 422, "name")]
    [InlineData("""{ "recipe": "ring", "name": "Upper" }""", 422, "name")]
    [InlineData("""{ "recipe": "ring", "set": ["run.iterations=-3"] }""", 422, "set")]
    public async Task A_wish_that_cannot_be_met_is_refused_by_the_name_of_its_field(string body, int status, string field)
    {
        await using var server = await TestServer.Start();
        var (answered, problem) = await server.Post("/api/v1/runs", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)answered);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        if (field.Length > 0)
            Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.False(Directory.Exists(Path.Combine(server.Home, "runs")) && Directory.EnumerateFileSystemEntries(Path.Combine(server.Home, "runs")).Any());
    }

    [Fact]
    public async Task A_folder_of_pictures_outside_the_data_directory_is_not_read()
    {
        await using var server = await TestServer.Start();
        Directory.CreateSymbolicLink(Path.Combine(server.Home, "data", "link"), "/etc");
        foreach (string folder in new[] { "/etc", "../runs", "link" })
        {
            var fault = await Assert.ThrowsAsync<ApiException>(() => server.Client.StartAsync(new StartRun("matlab-sunflowers", Set: [$"data.folder={folder}"]), stop: Stop));
            Assert.Equal("data.folder", fault.Problem.Errors![0].Key);
        }
    }

    [Fact]
    public async Task A_run_that_goes_on_is_not_deleted_and_one_that_has_ended_is()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(1_000_000), Name: "long"), stop: Stop);
        await server.Until("long", "running");
        Assert.Equal(409, (await Assert.ThrowsAsync<ApiException>(() => server.Client.DeleteAsync("long", Stop))).Problem.Status);
        await server.Client.StopAsync("long", Stop);
        await server.Until("long", "stopped");
        await server.Client.DeleteAsync("long", Stop);
        Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => server.Client.RunAsync("long", Stop))).Problem.Status);
        Assert.False(Directory.Exists(Path.Combine(server.Home, "runs", "long")));
    }

    [Fact]
    public async Task Checkpoints_are_listed_and_pinned()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: "kept"), stop: Stop);
        await server.Until("kept", "completed");
        var all = await server.Client.CheckpointsAsync("kept", Stop);
        Assert.Equal([300L, 250, 200], all.Select(each => each.Iteration));
        using var pin = await server.Http.PutAsync($"/api/v1/runs/kept/checkpoints/{all[^1].Version}/pin", null, Stop);
        Assert.Equal(HttpStatusCode.NoContent, pin.StatusCode);
        Assert.True((await server.Client.CheckpointsAsync("kept", Stop))[^1].Pinned);
        using var none = await server.Http.PutAsync("/api/v1/runs/kept/checkpoints/00000007-0001/pin", null, Stop);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Pages_of_a_list_come_one_after_the_other_and_miss_nothing()
    {
        await using var server = await TestServer.Start();
        for (int i = 0; i < 5; i++)
            await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(20), Name: $"run-{i}"), stop: Stop);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = JsonSerializer.Deserialize<Page<RunRow>>(await server.Http.GetStringAsync($"/api/v1/runs?limit=2{(after is null ? "" : "&after=" + after)}", Stop), ApiJson.Options)!;
            Assert.InRange(page.Items.Count, 1, 2);
            Assert.Equal(5, page.Total);
            seen.AddRange(page.Items.Select(row => row.Id));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["run-4", "run-3", "run-2", "run-1", "run-0"], seen);
        using var wrong = await server.Http.GetAsync("/api/v1/runs?limit=0", Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    [Fact]
    public async Task A_walk_through_the_noise_is_an_animation()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: "walker"), stop: Stop);
        await server.Until("walker", "completed");
        using var answer = await server.Http.GetAsync("/api/v1/runs/walker/walk?seed=3&pairs=2&steps=5", Stop);
        Assert.Equal("image/apng", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("acTL", System.Text.Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Stop)), StringComparison.Ordinal);
        using var wrong = await server.Http.GetAsync("/api/v1/runs/walker/walk?pairs=1000", Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }
}
