using System.Net;
using System.Text.Json;
using GanActors.Client;

namespace GanActors.Server.Tests.Api;

/// <summary>The document that describes the API against what the API answers.</summary>
public sealed class OpenApiTests(OpenApiTests.Shared shared) : IClassFixture<OpenApiTests.Shared>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Answers => new()
    {
        { "/api/v1/info", "/api/v1/info" },
        { "/api/v1/session", "/api/v1/session" },
        { "/api/v1/devices", "/api/v1/devices" },
        { "/api/v1/recipes", "/api/v1/recipes" },
        { "/api/v1/recipes/{name}", "/api/v1/recipes/ring" },
        { "/api/v1/datasets", "/api/v1/datasets" },
        { "/api/v1/runs", "/api/v1/runs" },
        { "/api/v1/runs/{id}", "/api/v1/runs/ran" },
        { "/api/v1/runs/{id}/metrics", "/api/v1/runs/ran/metrics" },
        { "/api/v1/runs/{id}/events", "/api/v1/runs/ran/events" },
        { "/api/v1/runs/{id}/samples", "/api/v1/runs/ran/samples" },
        { "/api/v1/runs/{id}/checkpoints", "/api/v1/runs/ran/checkpoints" },
        { "/api/v1/sweeps", "/api/v1/sweeps" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_is_answered_is_as_the_document_says(string template, string path)
    {
        using var answer = await shared.Server.Http.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var schema = shared.Document.GetProperty("paths").GetProperty(template).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop));
        var faults = new List<string>();
        new SchemaCheck(shared.Document).Check(body, schema, "$", faults);
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_address_says_what_it_is_for_and_what_it_answers()
    {
        var operations = Operations().ToList();
        Assert.True(operations.Count >= 35, $"There are {operations.Count}.");
        foreach (var (path, method, operation) in operations)
        {
            Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString()!.EndsWith('.'), $"{method} {path} has no summary.");
            Assert.True(operation.GetProperty("responses").EnumerateObject().Any(), $"{method} {path} answers nothing.");
        }
    }

    [Fact]
    public async Task No_address_of_the_document_fails_for_want_of_sense()
    {
        foreach (var (path, method, _) in Operations().ToList())
        {
            if (path.EndsWith("/live", StringComparison.Ordinal))
                continue;
            string address = path.Replace("{id}", "nobody", StringComparison.Ordinal).Replace("{name}", "nothing", StringComparison.Ordinal).Replace("{version}", "00000001-0001", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address);
            using var answer = await shared.Server.Http.SendAsync(request, Stop);
            Assert.True((int)answer.StatusCode is < 500, $"{method} {address} answers {(int)answer.StatusCode}.");
            if ((int)answer.StatusCode >= 400)
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    private IEnumerable<(string Path, string Method, JsonElement Operation)> Operations() =>
        from path in shared.Document.GetProperty("paths").EnumerateObject()
        where path.Name.StartsWith("/api", StringComparison.Ordinal)
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    /// <summary>A server with a run that has ended.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public JsonElement Document { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.Start();
            await Server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: "ran"), stop: Stop);
            await Server.Until("ran", "completed");
            Document = JsonSerializer.Deserialize<JsonElement>(await Server.Http.GetStringAsync("/openapi/v1.json", Stop));
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    /// <summary>As much of JSON Schema as the document uses.</summary>
    private sealed class SchemaCheck(JsonElement document)
    {
        public void Check(JsonElement value, JsonElement schema, string place, List<string> faults)
        {
            if (schema.TryGetProperty("$ref", out var reference))
            {
                Check(value, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), place, faults);
                return;
            }

            foreach (string either in new[] { "oneOf", "anyOf" })
            {
                if (!schema.TryGetProperty(either, out var branches))
                    continue;
                if (!branches.EnumerateArray().Any(branch => Faults(value, branch).Count == 0))
                    faults.Add($"{place} fits none of {either}");
                return;
            }

            if (schema.TryGetProperty("type", out var type))
            {
                string[] allowed = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(each => each.GetString()!)] : [type.GetString()!];
                if (!allowed.Any(each => Is(value, each)))
                {
                    faults.Add($"{place} is {value.ValueKind}, and not {string.Join(" or ", allowed)}");
                    return;
                }
            }

            if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            {
                int index = 0;
                foreach (var item in value.EnumerateArray())
                    Check(item, items, $"{place}[{index++}]", faults);
            }

            if (value.ValueKind != JsonValueKind.Object)
                return;
            if (schema.TryGetProperty("required", out var required))
                faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} lacks {name}"));
            bool isKnown = schema.TryGetProperty("properties", out var properties);
            foreach (var property in value.EnumerateObject())
            {
                if (isKnown && properties.TryGetProperty(property.Name, out var own))
                    Check(property.Value, own, $"{place}.{property.Name}", faults);
                else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
                    Check(property.Value, others, $"{place}.{property.Name}", faults);
                else if (isKnown)
                    faults.Add($"{place} has {property.Name}, of which the document says nothing");
            }
        }

        private List<string> Faults(JsonElement value, JsonElement schema)
        {
            var faults = new List<string>();
            Check(value, schema, "$", faults);
            return faults;
        }

        private static bool Is(JsonElement value, string type) => type switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number == Math.Floor(number),
            _ => true,
        };
    }
}
