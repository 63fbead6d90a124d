using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Server.Home;
using GanActors.Server.Hosting;
using GanActors.Server.Security;

namespace GanActors.Server.Tests;

/// <summary>A silo with a server over it, on a free port, over a home folder in a temporary one. The folder outlives it if it is not the fixture's own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>A sweep of four runs that take a moment.</summary>
    public const string Search = """
        name: search
        recipe:
          data: { name: ring, limit: 2000 }
          batch: 16
          noise: { size: 2 }
          generator: { layers: [ { dense: 8 }, relu, { dense: 2 } ] }
          discriminator: { layers: [ { dense: 8 }, { leaky_relu: 0.2 }, { dense: 1 } ] }
        space:
          generator.optimizer.lr: { loguniform: [1.0e-4, 1.0e-2] }
          schedule.discriminator: { choice: [1, 2] }
        objective: { metric: high_quality, direction: maximize, samples: 500 }
        scheduler: { kind: random }
        budget: { trials: 4, iterations: 60 }
        """;

    /// <summary>A group of four cells that takes a moment.</summary>
    public const string Cells = """
        kind: cells
        name: cells
        recipe:
          data: { name: ring, limit: 1024 }
          batch: 32
          noise: { size: 2 }
          generator: { layers: [ { dense: 8 }, relu, { dense: 2 } ] }
          discriminator: { layers: [ { dense: 8 }, { leaky_relu: 0.2 }, { dense: 1 } ] }
        grid: [2, 2]
        epochs: 2
        """;

    private readonly LocalSilo _silo;
    private readonly PageServer _server;
    private readonly bool _ownsFolder;

    private TestServer(LocalSilo silo, PageServer server, string home, bool ownsFolder)
    {
        (_silo, _server, Home, _ownsFolder) = (silo, server, home, ownsFolder);
        Address = server.Addresses[0];
        Http = NewHttp();
        Client = new GanActorsClient(NewHttp());
    }

    /// <summary>A recipe whose run takes a moment.</summary>
    public static string Tiny(int iterations = 300, string more = "") => string.Create(CultureInfo.InvariantCulture, $$"""
        name: tiny
        data: { name: ring, limit: 2000 }
        batch: 16
        noise: { size: 2 }
        generator:
          layers: [ { dense: 8 }, relu, { dense: 2 } ]
        discriminator:
          layers: [ { dense: 8 }, { leaky_relu: 0.2 }, { dense: 1 } ]
        run: { iterations: {{iterations}}, seed: 5 }
        samples: { every: 100, grid: [4, 4] }
        checkpoint: { every: 50, keep: 3 }
        alarms: none
        {{more}}
        """);

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Its home folder.</summary>
    public string Home { get; }

    /// <summary>A plain HTTP client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>The typed client.</summary>
    public GanActorsClient Client { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts one.</summary>
    /// <param name="home">Its home folder; null for one of its own.</param>
    /// <param name="auth">Who is let in.</param>
    /// <param name="lanes">Runs at once.</param>
    /// <param name="port">Where it listens; 0 for any port that is free.</param>
    internal static async Task<TestServer> Start(string? home = null, AuthKind auth = AuthKind.None, int lanes = 2, int port = 0)
    {
        string folder = home ?? Directory.CreateTempSubdirectory("ganactors-server-").FullName;
        var catalog = new DatasetCatalog(DataDirectory.Resolve(Directory.CreateDirectory(Path.Combine(folder, "data")).FullName), downloads: false);
        var silo = await LocalSilo.StartAsync(new SiloSettings(1, catalog, Checkpoints: "", Lanes: lanes), Stop);
        var gate = auth == AuthKind.Proxy ? new GateSettings(auth, "X-Forwarded-User", [IPAddress.Loopback]) : new GateSettings(auth);
        var settings = new PageSettings([new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))], new HomeFolder(folder), gate, catalog, new ConfiguredCheckpointStores("", "test"));
        return new TestServer(silo, await PageServer.StartAsync(settings, silo.Grains, null, Stop), folder, home is null);
    }

    /// <summary>An HTTP client with nothing set.</summary>
    public HttpClient NewHttp() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>A key of its home.</summary>
    internal string NewKey(string name, Scope scope) => new ApiKeys(new HomeFolder(Home).Own).Add(name, scope, DateTimeOffset.UtcNow)!;

    /// <summary>Asks until something is so.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        for (int i = 0; ; i++)
        {
            var answer = await ask();
            if (isSo(answer))
                return answer;
            Assert.True(i < 3_600, $"It does not come to be so; at last: {JsonSerializer.Serialize(answer, ApiJson.Options)}");
            await Task.Delay(50, Stop);
        }
    }

    /// <summary>Waits until a run is in a state.</summary>
    public Task<RunDetail> Until(string run, string state) => Until(() => Client.RunAsync(run, Stop), detail => detail.Row.State == state);

    /// <summary>Posts JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> Post(string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: ApiJson.Options);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request, Stop);
        string text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await _server.DisposeAsync();
        await _silo.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Home, recursive: true);
    }
}
