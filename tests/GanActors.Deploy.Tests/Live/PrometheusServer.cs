using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GanActors.EndToEnd.Tests;

namespace GanActors.Deploy.Tests.Live;

/// <summary>A real Prometheus of the tests' own, in a temporary folder, with the rules of the repository. It asks every second, and alerts fire as soon as what they are about is so.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ganactors-prometheus-").FullName;
    private readonly Process _process;
    private readonly HttpClient _client;

    /// <summary>Starts it. Skips the test where there is none.</summary>
    /// <param name="targets">Ports of this machine to ask, under the job of the silos.</param>
    public PrometheusServer(IEnumerable<int> targets)
    {
        foreach (string file in Repository.Files("deploy/prometheus/rules", "*.yml"))
            File.WriteAllLines(Path.Combine(_folder, $"{Path.GetFileName(file)}.rules"), File.ReadLines(Repository.At(file)).Select(AtOnce));
        string asked = string.Join(", ", targets.Select(port => string.Create(CultureInfo.InvariantCulture, $"'127.0.0.1:{port}'")));
        File.WriteAllText(Path.Combine(_folder, "prometheus.yml"), $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: ["*.yml.rules"]
            scrape_configs:
              - job_name: ganactors
                static_configs: [{ targets: [{{asked}}] }]
            """);
        int port = BuiltProgram.FreePort();
        _process = Tool.Start(
            "prometheus", "prometheus",
            $"--config.file={_folder}/prometheus.yml", $"--storage.tsdb.path={_folder}/data", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--log.level=warn");
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        _client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) };
    }

    /// <summary>The answer to a query, one item for each series.</summary>
    /// <exception cref="InvalidDataException">Prometheus does not understand it.</exception>
    public async Task<JsonArray> Ask(string query)
    {
        var data = await Get($"api/v1/query?query={Uri.EscapeDataString(query)}");
        return data["result"] as JsonArray ?? [];
    }

    /// <summary>The values of a label of series.</summary>
    public async Task<string[]> Values(string label, string series) =>
        [.. ((JsonArray)await Get($"api/v1/label/{label}/values?match[]={Uri.EscapeDataString(series)}")).Select(value => (string)value!)];

    /// <summary>Every rule, with its state.</summary>
    public async Task<IEnumerable<JsonNode>> Rules() => (await Get("api/v1/rules"))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!);

    /// <summary>The labels of every alert that fires, by its name.</summary>
    public async Task<ILookup<string, JsonNode>> Firing() => (await Get("api/v1/alerts"))["alerts"]!.AsArray()
        .Where(alert => (string?)alert!["state"] == "firing").ToLookup(alert => (string)alert!["labels"]!["alertname"]!, alert => alert!["labels"]!);

    /// <summary>Asks until it is so, patiently: machines are slow at times.</summary>
    /// <param name="question">What is waited for.</param>
    /// <param name="wanting">What is said if it never comes.</param>
    public static async Task Until(Func<Task<bool>> question, Func<string> wanting)
    {
        var patience = Stopwatch.StartNew();
        while (!await question())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(4), wanting());
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks for a page until it is there.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="page">For what.</param>
    /// <param name="wanting">What is said if it never comes.</param>
    public static Task UntilAnswered(HttpClient client, Uri page, Func<string> wanting) => Until(
        async () =>
        {
            try
            {
                using var answer = await client.GetAsync(page, TestContext.Current.CancellationToken);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        wanting);

    /// <summary>Waits until it answers.</summary>
    public Task IsReady() => UntilAnswered(
        _client, new Uri("-/ready", UriKind.Relative), () => $"Prometheus does not begin to answer{(_process.HasExited ? ": it has ended" : "")}");

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // What is to last a minute in earnest need not last in a test.
    private static string AtOnce(string line) => line.TrimStart().StartsWith("for: ", StringComparison.Ordinal) ? $"{line[..line.IndexOf("for: ", StringComparison.Ordinal)]}for: 0s" : line;

    private async Task<JsonNode> Get(string address)
    {
        using var answer = await _client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (string?)body["status"] == "success" ? body["data"]! : throw new InvalidDataException($"{address}: {body["error"]}");
    }
}
