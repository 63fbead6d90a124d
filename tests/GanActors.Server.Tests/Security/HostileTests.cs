using System.Globalization;
using System.Net.Sockets;
using System.Text;
using GanActors.Client;
using GanActors.Server.Security;

namespace GanActors.Server.Tests.Security;

/// <summary>
/// A round of whatever somebody hostile might send, with seeded chance: the server stays up, its memory bounded, and nothing is written outside its folders.
/// GANACTORS_HOSTILE says how many requests; the gate's few hundred find what is broken broadly.
/// </summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        "..", "../", "..%2f", "%2e%2e%2f", "..\\", "%00", "/etc/passwd", "C:\\Windows", "~", "$HOME", "%s%n", "'; DROP TABLE runs;--", "<script>alert(1)</script>", "\u202e", "\ud83d\ude00", "%ff%fe",
        "runs", "sweeps", "a:0:1", "a:99999999999999999999:1", ":::", "iteration-1.png", "iteration-99999999999999999999.png", "keys.json", "server.json", "nan", "-1", "1e999", "0x10", "",
    ];

    private static readonly string[] Bodies =
    [
        "", "{", "[]", "null", "\"", "{\"yaml\":", "{\"yaml\":null}", "{\"yaml\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
        "{\"yaml\":\"a: &a [*a]\"}", "{\"yaml\":\"a: &a {b: *a}\\n<<: *a\"}", "{\"yaml\":\"? [\"}", "{\"yaml\":\"name: x\\ngenerator: 3\"}", "{\"yaml\":\"!!python/object:os.system x\"}",
        "{\"recipe\":\"ring\",\"recipe\":\"grid\"}", "{\"recipe\":\"ring\",\"set\":[\"generator.layers=[{dense: 99999999999}]\"]}", "{\"recipe\":\"ring\",\"set\":[\"data.folder=/\"]}",
        "{\"recipe\":\"ring\",\"set\":[\"batch=1e9\"]}", "{\"recipe\":\"ring\",\"name\":\"..\"}", "{\"recipe\":\"ring\",\"name\":\"con\u0000\"}", "{\"sweep\":\"../../x\"}", "{\"trials\":-1}", "{\"key\":\"gan_\"}",
        "{\"yaml\":\"x\",\"line\":-5,\"column\":99999999}", "{\"yaml\":\"x\",\"line\":1,\"column\":1}",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(AuthKind.None))]
    [InlineData(nameof(AuthKind.Key))]
    public async Task A_hostile_round_leaves_the_server_as_it_was(string auth)
    {
        var kind = Enum.Parse<AuthKind>(auth);
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("GANACTORS_HOSTILE"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 300;
        string around = Directory.CreateTempSubdirectory("ganactors-around-").FullName;
        string home = Directory.CreateDirectory(Path.Combine(around, "home")).FullName;
        File.WriteAllText(Path.Combine(around, "secret.txt"), "secret");
        await using (var server = await TestServer.Start(home, kind))
        {
            string key = server.NewKey("alice", Scope.Admin);
            using var owner = new GanActorsClient(server.NewHttp(), key);
            await owner.StartAsync(new StartRun(Yaml: TestServer.Tiny(50), Name: "mine"), stop: Stop);
            await TestServer.Until(() => owner.RunAsync("mine", Stop), run => run.Row.State == "completed");
            string[] before = Files(around);
            long memory = GC.GetTotalMemory(true);

            var random = new Random(7);
            var counts = new SortedDictionary<int, int>();
            using var http = server.NewHttp();
            http.Timeout = TimeSpan.FromSeconds(20);
            for (int i = 0; i < rounds; i++)
            {
                using var request = Hostile(random, kind == AuthKind.None ? null : key);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
                int status = (int)answer.StatusCode;
                counts[status] = counts.GetValueOrDefault(status) + 1;
                Assert.True(status is not (500 or 501), $"{request.Method} {request.RequestUri} answers {status}: {await answer.Content.ReadAsStringAsync(Stop)}");
            }

            int raw = await RawRound(server, random, Math.Max(20, rounds / 10));
            output.WriteLine($"{kind}: {rounds} requests, {raw} broken connections; answers {string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}"))}");
            await owner.InfoAsync(Stop);
            Assert.Equal("completed", (await owner.RunAsync("mine", Stop)).Row.State);

            // What was started by chance, as `recipe: ring` is, goes.
            foreach (var run in await owner.RunsAsync(stop: Stop).ToListAsync(Stop))
            {
                if (run.Id == "mine")
                    continue;
                if (run.State is "running" or "waiting")
                    await owner.StopAsync(run.Id, Stop);
            }

            string[] own = [Path.Combine(home, "runs"), Path.Combine(home, "sweeps"), Path.Combine(home, ".ganactors")];
            Assert.Equal([], Files(around).Except(before).Where(file => !own.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))));
            Assert.True(GC.GetTotalMemory(true) - memory < 64 << 20, "It keeps what it was sent.");
        }

        Directory.Delete(around, recursive: true);
    }

    [Fact]
    public async Task Slow_clients_are_ended_and_others_served_meanwhile()
    {
        await using var server = await TestServer.Start();
        var slow = new List<Socket>();
        for (int i = 0; i < 50; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, Stop);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /api/v1/runs HTTP/1.1\r\nHost: {server.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{"), Stop);
            slow.Add(socket);
        }

        await server.Client.InfoAsync(Stop);
        // The slowest that is waited for sends 240 bytes a second, after five seconds of grace.
        byte[] answer = new byte[4_096];
        foreach (var socket in slow)
        {
            using (socket)
            {
                socket.ReceiveTimeout = 30_000;
                int got = socket.Receive(answer);
                Assert.True(got == 0 || Encoding.ASCII.GetString(answer, 0, got).Contains("408", StringComparison.Ordinal), Encoding.ASCII.GetString(answer, 0, got));
            }
        }
    }

    private static string[] Files(string folder) => Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories);

    private static HttpRequestMessage Hostile(Random random, string? key)
    {
        string[] paths =
        [
            "/api/v1/runs", "/api/v1/runs/{0}", "/api/v1/runs/{0}/metrics?points={1}&from={0}&to={1}", "/api/v1/runs/{0}/events?after={1}&limit={0}", "/api/v1/runs/{0}/samples/{1}", "/api/v1/runs/{0}/files/{1}",
            "/api/v1/runs/mine/files/{0}", "/api/v1/runs/mine/samples/{0}", "/api/v1/runs/mine/metrics?columns={0}&points={1}", "/api/v1/runs/mine/walk?seed={0}&pairs={1}", "/api/v1/runs/mine/checkpoints/{0}/pin",
            "/api/v1/runs/{0}/pause", "/api/v1/sweeps", "/api/v1/sweeps/{0}", "/api/v1/sweeps/{0}/extend", "/api/v1/sweeps/{0}/samples/{1}", "/api/v1/recipes/{0}?kind={1}", "/api/v1/recipes/check", "/api/v1/recipes/complete",
            "/api/v1/datasets/{0}/sample.png", "/api/v1/datasets/{0}/download", "/api/v1/session", "/assets/{0}", "/{0}", "/openapi/{0}.json", "/metrics",
        ];
        string path = string.Format(CultureInfo.InvariantCulture, paths[random.Next(paths.Length)], Piece(), Piece());
        string[] methods = ["GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];
        var request = new HttpRequestMessage(new HttpMethod(methods[random.Next(methods.Length)]), new Uri(path, UriKind.Relative));
        // Nobody deletes the one run that must be there.
        if (request.Method == HttpMethod.Delete && path.EndsWith("/mine", StringComparison.Ordinal))
            request.Method = HttpMethod.Get;
        if (request.Method.Method is "POST" or "PUT" or "PATCH")
        {
            string body = random.Next(20) == 0 ? new string('a', 1 << random.Next(10, 21)) : Bodies[random.Next(Bodies.Length)];
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(6) == 0 ? "text/plain" : "application/json");
        }

        string[] headers = ["Origin", "Sec-Fetch-Site", "X-Forwarded-For", "X-Forwarded-User", "Idempotency-Key", "Cookie", "Range", "If-None-Match", "Accept", "X-CSRF-Token"];
        for (int i = random.Next(3); i > 0; i--)
            request.Headers.TryAddWithoutValidation(headers[random.Next(headers.Length)], Plain(Piece()));
        string[] keys = key is null ? ["gan_guess"] : ["gan_guess", key, key[..^1], $"{key}x", new string('k', 300)];
        if (random.Next(3) > 0)
            request.Headers.TryAddWithoutValidation("Authorization", (random.Next(5) == 0 ? "Basic " : "Bearer ") + keys[random.Next(keys.Length)]);
        return request;

        string Piece() => random.Next(3) == 0 ? Uri.EscapeDataString(Pieces[random.Next(Pieces.Length)] + Pieces[random.Next(Pieces.Length)]) : Uri.EscapeDataString(Pieces[random.Next(Pieces.Length)]);

        static string Plain(string text) => new([.. text.Where(c => c is > ' ' and < '\u007f')]);
    }

    // What is no HTTP, or breaks off.
    private static async Task<int> RawRound(TestServer server, Random random, int count)
    {
        string[] openings =
        [
            "\0\0\0\0", "GET / HTTP/9.9\r\n\r\n", "GET /" + new string('a', 10_000) + " HTTP/1.1\r\n\r\n", "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"X-{i}: y\r\n")), "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", "\u0016\u0003\u0001",
            "GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ];
        for (int i = 0; i < count; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, Stop);
            try
            {
                await socket.SendAsync(Encoding.Latin1.GetBytes(openings[random.Next(openings.Length)]), Stop);
                if (random.Next(2) == 0)
                    await socket.ReceiveAsync(new byte[256], Stop).AsTask().WaitAsync(TimeSpan.FromMilliseconds(50), Stop);
            }
            catch (Exception fault) when (fault is SocketException or TimeoutException)
            {
            }
        }

        return count;
    }
}
