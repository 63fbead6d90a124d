using System.Net.Sockets;
using System.Text;
using GanActors.Client;

namespace GanActors.Server.Tests.Live;

public sealed class LiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_follows_a_run_hears_of_every_row_sheet_and_event_once()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(20_000), Name: "followed"), stop: Stop);
        await server.Until("followed", "running");
        var told = new List<RunLive>();
        await foreach (var live in server.Client.FollowAsync("followed", Stop))
        {
            told.Add(live);
            if (told.Count == 4)
                await server.Client.StopAsync("followed", Stop);
        }

        Assert.Equal("stopped", told[^1].Row.State);
        Assert.Contains(told, live => live.Turn is { Phase: "discriminator" or "generator", Iteration: > 0 });
        double[] iterations = [.. told.Where(live => live.Metrics is not null).SelectMany(live => live.Metrics!.Iterations)];
        Assert.NotEmpty(iterations);
        Assert.Equal(iterations.Order().Distinct(), iterations);
        long[] numbers = [.. told.SelectMany(live => live.Events).Select(each => each.Number)];
        Assert.Equal(numbers.Order().Distinct(), numbers);
        string[] sheets = [.. told.SelectMany(live => live.Samples).Select(sheet => sheet.Name)];
        Assert.Equal(sheets.Distinct(), sheets);
    }

    [Fact]
    public async Task The_lists_tell_of_runs_that_come_and_go()
    {
        await using var server = await TestServer.Start();
        using var http = server.NewHttp();
        await using var stream = await http.GetStreamAsync("/api/v1/live", Stop);
        using var reader = new StreamReader(stream);
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(50), Name: "comes"), stop: Stop);
        await Heard("\"id\":\"comes\"");
        await server.Until("comes", "completed");
        await TestServer.Until(() => server.Client.RunAsync("comes", Stop), run => run.Actions.Contains("delete"));
        await server.Client.DeleteAsync("comes", Stop);
        await Heard("\"gone\":[\"comes\"]");

        async Task Heard(string text)
        {
            while (await reader.ReadLineAsync(Stop) is { } line)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    return;
            }

            Assert.Fail($"The stream ends without {text}.");
        }
    }

    [Fact]
    public async Task Who_does_not_read_is_let_go_and_holds_up_nobody()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(1_000_000), Name: "busy"), stop: Stop);
        await server.Until("busy", "running");
        using var sleeper = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1_024 };
        await sleeper.ConnectAsync(server.Address.Host, server.Address.Port, Stop);
        await sleeper.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/runs/busy/live HTTP/1.1\r\nHost: {server.Address.Authority}\r\n\r\n"), Stop);
        int heard = 0;
        await foreach (var _ in server.Client.FollowAsync("busy", Stop))
        {
            if (++heard == 6)
                break;
        }

        Assert.Equal(6, heard);
        await server.Client.StopAsync("busy", Stop);
        await server.Until("busy", "stopped");
    }

    [Fact]
    public async Task A_server_that_ends_ends_its_streams_at_once()
    {
        var server = await TestServer.Start();
        using var http = server.NewHttp();
        var stream = await http.GetStreamAsync("/api/v1/live", Stop);
        long begun = Environment.TickCount64;
        await server.DisposeAsync();
        Assert.True(Environment.TickCount64 - begun < 30_000);
        await stream.DisposeAsync();
    }
}
