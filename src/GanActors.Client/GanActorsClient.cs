using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GanActors.Client;

/// <summary>A GanActors server, as programs use it. Every method throws an <see cref="ApiException"/> if the server refuses or does not answer.</summary>
public sealed class GanActorsClient : IDisposable
{
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;

    /// <summary>A client of a server.</summary>
    /// <param name="server">Its address, such as <c>http://127.0.0.1:5080</c>.</param>
    /// <param name="key">An API key; null where none is asked for.</param>
    public GanActorsClient(Uri server, string? key = null)
        : this(new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) }, key)
    {
    }

    /// <summary>A client that speaks through an HTTP client, whose base address is the server's; it is disposed of with this one.</summary>
    public GanActorsClient(HttpClient http, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The server's address.</summary>
    public Uri Server => _http.BaseAddress!;

    /// <summary>What the server is.</summary>
    public Task<ServerInfo> InfoAsync(CancellationToken stop = default) => Get<ServerInfo>("info", stop);

    /// <summary>Recipes, sweeps and groups that ship with the server.</summary>
    public Task<IReadOnlyList<RecipeRow>> RecipesAsync(CancellationToken stop = default) => Get<IReadOnlyList<RecipeRow>>("recipes", stop);

    /// <summary>Whether a text could be started.</summary>
    public Task<CheckedText> CheckAsync(CheckText text, CancellationToken stop = default) => Send<CheckedText>(HttpMethod.Post, "recipes/check", text, null, stop);

    /// <summary>Data sets, and what of them is at hand.</summary>
    public Task<IReadOnlyList<DatasetRow>> DatasetsAsync(CancellationToken stop = default) => Get<IReadOnlyList<DatasetRow>>("datasets", stop);

    /// <summary>All devices, what runs where, and who waits.</summary>
    public Task<DevicesView> DevicesAsync(CancellationToken stop = default) => Get<DevicesView>("devices", stop);

    /// <summary>Runs, the newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="search">Only those with this in their name, recipe or data; null for all.</param>
    /// <param name="stop">Gives up.</param>
    public IAsyncEnumerable<RunRow> RunsAsync(string? state = null, string? search = null, CancellationToken stop = default) =>
        Pages<RunRow>($"runs?limit=200{Query("state", state)}{Query("search", search)}", stop);

    /// <summary>All of a run but its figures, samples and events.</summary>
    public Task<RunDetail> RunAsync(string id, CancellationToken stop = default) => Get<RunDetail>($"runs/{Escaped(id)}", stop);

    /// <summary>Starts a run.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="key">Asked again with it, the same run is answered; null for a new one.</param>
    /// <param name="stop">Gives up.</param>
    public Task<RunDetail> StartAsync(StartRun wish, string? key = null, CancellationToken stop = default) => Send<RunDetail>(HttpMethod.Post, "runs", wish, key ?? NewKey(), stop);

    /// <summary>Has a run rest, with a checkpoint.</summary>
    public Task<RunRow> PauseAsync(string id, CancellationToken stop = default) => Send<RunRow>(HttpMethod.Post, $"runs/{Escaped(id)}/pause", null, null, stop);

    /// <summary>Has a run go on.</summary>
    public Task<RunRow> ResumeAsync(string id, CancellationToken stop = default) => Send<RunRow>(HttpMethod.Post, $"runs/{Escaped(id)}/resume", null, null, stop);

    /// <summary>Ends a run after the iteration under way.</summary>
    public Task<RunRow> StopAsync(string id, CancellationToken stop = default) => Send<RunRow>(HttpMethod.Post, $"runs/{Escaped(id)}/stop", null, null, stop);

    /// <summary>Deletes a run, all its files with it.</summary>
    public Task DeleteAsync(string id, CancellationToken stop = default) => Send<object?>(HttpMethod.Delete, $"runs/{Escaped(id)}", null, null, stop);

    /// <summary>A run's figures, thinned.</summary>
    /// <param name="id">The run.</param>
    /// <param name="points">Points at most.</param>
    /// <param name="columns">The figures that are wanted; none for all.</param>
    /// <param name="stop">Gives up.</param>
    public Task<MetricsView> MetricsAsync(string id, int points = 800, IEnumerable<string>? columns = null, CancellationToken stop = default) =>
        Get<MetricsView>(string.Create(CultureInfo.InvariantCulture, $"runs/{Escaped(id)}/metrics?points={points}{Query("columns", columns is null ? null : string.Join(',', columns))}"), stop);

    /// <summary>What befell a run, oldest first.</summary>
    public IAsyncEnumerable<RunEventRow> EventsAsync(string id, CancellationToken stop = default) => Pages<RunEventRow>($"runs/{Escaped(id)}/events?limit=1000", stop);

    /// <summary>A run's sample sheets, oldest first.</summary>
    public Task<IReadOnlyList<SampleSheetRow>> SamplesAsync(string id, CancellationToken stop = default) => Get<IReadOnlyList<SampleSheetRow>>($"runs/{Escaped(id)}/samples", stop);

    /// <summary>A run's checkpoints, the newest first.</summary>
    public Task<IReadOnlyList<CheckpointRow>> CheckpointsAsync(string id, CancellationToken stop = default) => Get<IReadOnlyList<CheckpointRow>>($"runs/{Escaped(id)}/checkpoints", stop);

    /// <summary>Downloads something: a sample sheet by its address, a run's file by <c>/api/v1/runs/ID/files/NAME</c>.</summary>
    public async Task<byte[]> DownloadAsync(string address, CancellationToken stop = default)
    {
        using var answer = await Reach(() => _http.GetAsync(new Uri(address, UriKind.Relative), stop), stop);
        await Require(answer, stop);
        return await answer.Content.ReadAsByteArrayAsync(stop);
    }

    /// <summary>How a run goes on, until it has ended. A connection that is lost is made again.</summary>
    public async IAsyncEnumerable<RunLive> FollowAsync(string id, [EnumeratorCancellation] CancellationToken stop = default)
    {
        while (true)
        {
            await foreach (var live in Events<RunLive>($"runs/{Escaped(id)}/live", stop))
            {
                yield return live;
                if (HasEnded(live.Row.State))
                    yield break;
            }

            await Task.Delay(Reconnect, stop);
        }
    }

    /// <summary>Whether a run in this state goes on no more by itself.</summary>
    public static bool HasEnded(string state) => state is not ("waiting" or "running");

    /// <summary>Sweeps and groups, those under way first.</summary>
    public IAsyncEnumerable<SweepRow> SweepsAsync(CancellationToken stop = default) => Pages<SweepRow>("sweeps?limit=200", stop);

    /// <summary>All of a sweep.</summary>
    public Task<SweepDetail> SweepAsync(string id, CancellationToken stop = default) => Get<SweepDetail>($"sweeps/{Escaped(id)}", stop);

    /// <summary>Starts a sweep or a group.</summary>
    /// <inheritdoc cref="StartAsync(StartRun, string?, CancellationToken)"/>
    public Task<SweepDetail> StartAsync(StartSweep wish, string? key = null, CancellationToken stop = default) => Send<SweepDetail>(HttpMethod.Post, "sweeps", wish, key ?? NewKey(), stop);

    /// <summary>Has a sweep begin no more work.</summary>
    public Task<SweepRow> PauseSweepAsync(string id, CancellationToken stop = default) => Send<SweepRow>(HttpMethod.Post, $"sweeps/{Escaped(id)}/pause", null, null, stop);

    /// <summary>Has a sweep go on.</summary>
    public Task<SweepRow> ResumeSweepAsync(string id, CancellationToken stop = default) => Send<SweepRow>(HttpMethod.Post, $"sweeps/{Escaped(id)}/resume", null, null, stop);

    /// <summary>Has a sweep break off.</summary>
    public Task<SweepRow> StopSweepAsync(string id, CancellationToken stop = default) => Send<SweepRow>(HttpMethod.Post, $"sweeps/{Escaped(id)}/stop", null, null, stop);

    /// <summary>Gives a sweep more trials.</summary>
    public Task<SweepRow> ExtendSweepAsync(string id, int trials, CancellationToken stop = default) => Send<SweepRow>(HttpMethod.Post, $"sweeps/{Escaped(id)}/extend", new ExtendSweep(trials), null, stop);

    /// <summary>Deletes a sweep, all its runs with it.</summary>
    public Task DeleteSweepAsync(string id, CancellationToken stop = default) => Send<object?>(HttpMethod.Delete, $"sweeps/{Escaped(id)}", null, null, stop);

    /// <summary>How a sweep goes on, until it has ended.</summary>
    public async IAsyncEnumerable<SweepDetail> FollowSweepAsync(string id, [EnumeratorCancellation] CancellationToken stop = default)
    {
        while (true)
        {
            await foreach (var live in Events<SweepDetail>($"sweeps/{Escaped(id)}/live", stop))
            {
                yield return live;
                if (live.Row.State is not ("running" or "paused"))
                    yield break;
            }

            await Task.Delay(Reconnect, stop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private static string Escaped(string id) => Uri.EscapeDataString(id);

    private static string Query(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static Uri At(string path) => new($"/api/v1/{path}", UriKind.Relative);

    private Task<T> Get<T>(string path, CancellationToken stop) => Send<T>(HttpMethod.Get, path, null, null, stop);

    private async IAsyncEnumerable<T> Pages<T>(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        string? after = null;
        do
        {
            var page = await Get<Page<T>>(path + Query("after", after), stop);
            foreach (var item in page.Items)
                yield return item;
            after = page.Next;
        }
        while (after is not null);
    }

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, string? key, CancellationToken stop)
    {
        using var answer = await Reach(
            async () =>
            {
                using var request = new HttpRequestMessage(method, At(path));
                if (body is not null)
                    request.Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Options);
                if (key is not null)
                    request.Headers.Add("Idempotency-Key", key);
                return await _http.SendAsync(request, stop);
            },
            stop);
        await Require(answer, stop);
        if (answer.StatusCode == System.Net.HttpStatusCode.NoContent)
            return default!;
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, stop) ?? throw new ApiException($"{Server}: the answer is empty");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new ApiException($"{Server}: the answer is none of a GanActors server", fault);
        }
    }

    private async Task<HttpResponseMessage> Reach(Func<Task<HttpResponseMessage>> ask, CancellationToken stop)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is OperationCanceledException && !stop.IsCancellationRequested)
        {
            throw new ApiException($"{Server}: no server answers there: {fault.GetBaseException().Message}", fault);
        }
    }

    private static async Task Require(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.IsSuccessStatusCode)
            return;
        Problem? problem = null;
        try
        {
            problem = await answer.Content.ReadFromJsonAsync<Problem>(ApiJson.Options, stop);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            // Somebody between us and the server answered.
        }

        throw new ApiException(problem ?? new Problem(answer.ReasonPhrase, (int)answer.StatusCode, $"the server answered {(int)answer.StatusCode} {answer.ReasonPhrase}", null));
    }

    // Ends where the connection does.
    private async IAsyncEnumerable<T> Events<T>(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _http.GetAsync(At(path), HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is OperationCanceledException && !stop.IsCancellationRequested)
        {
            yield break;
        }

        using (answer)
        {
            await Require(answer, stop);
            await using var stream = await answer.Content.ReadAsStreamAsync(stop);
            var parser = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<T>(data, ApiJson.Options)!);
            await using var events = parser.EnumerateAsync(stop).GetAsyncEnumerator(stop);
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                        yield break;
                }
                catch (Exception fault) when (fault is IOException or HttpRequestException or HttpIOException)
                {
                    yield break;
                }

                yield return events.Current.Data;
            }
        }
    }
}
