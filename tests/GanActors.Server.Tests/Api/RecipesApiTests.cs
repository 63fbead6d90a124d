using GanActors.Client;

namespace GanActors.Server.Tests.Api;

public sealed class RecipesApiTests(RecipesApiTests.Shared shared) : IClassFixture<RecipesApiTests.Shared>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestServer Server => shared.Server;

    [Fact]
    public async Task Everything_that_ships_is_listed_with_its_size()
    {
        var all = await Server.Client.RecipesAsync(Stop);
        var keras = all.Single(row => row.Name == "keras-mnist-mlp");
        Assert.Equal((114_064L, 100_609L), (keras.Generator!.Value, keras.Discriminator!.Value));
        Assert.Contains(all, row => row is { Name: "mlp-lr-asha", Kind: "sweep" });
        Assert.Contains(all, row => row is { Name: "cells-3x3-mnist", Kind: "cells" });
    }

    [Fact]
    public async Task All_that_ships_passes_the_check_of_the_editor()
    {
        foreach (var row in await Server.Client.RecipesAsync(Stop))
        {
            string kind = row.Kind == "recipe" ? "recipe" : "sweep";
            var text = System.Text.Json.JsonSerializer.Deserialize<RecipeText>(await Server.Http.GetStringAsync($"/api/v1/recipes/{row.Name}?kind={kind}", Stop), ApiJson.Options)!;
            var check = await Server.Client.CheckAsync(new CheckText(text.Yaml), Stop);
            Assert.True(check.Errors.Count == 0, $"{row.Name}: {string.Join("; ", check.Errors.Select(error => error.Message))}");
            Assert.Equal(row.Kind, check.Kind);
            Assert.Equal((row.Generator, row.Discriminator), (check.Generator?.Parameters, check.Discriminator?.Parameters));
        }
    }

    [Fact]
    public async Task A_check_names_the_line_and_shows_shapes()
    {
        var wrong = await Server.Client.CheckAsync(new CheckText(TestServer.Tiny().Replace("{ dense: 2 } ]", "{ dense: 3 } ]", StringComparison.Ordinal)), Stop);
        Assert.Equal(6, Assert.Single(wrong.Errors).Line);
        var right = await Server.Client.CheckAsync(new CheckText(TestServer.Tiny(), ["batch=8"]), Stop);
        Assert.Empty(right.Errors);
        Assert.Equal(["dense", "relu", "dense"], right.Generator!.Layers.Select(layer => layer.Layer));
        Assert.Equal("built_in", right.Data!.Availability);
        var set = await Server.Client.CheckAsync(new CheckText(TestServer.Tiny(), ["batch=-8"]), Stop);
        Assert.Equal("set", Assert.Single(set.Errors).Field);
    }

    [Theory]
    [InlineData("generator:\n  layers: [ { de", 2, 16, "dense")]
    [InlineData("loss: { ki", 1, 11, "kind")]
    [InlineData("loss: { kind: hin", 1, 18, "hinge")]
    [InlineData("schedule: { kind: ", 1, 19, "accuracy-gate")]
    [InlineData("ba", 1, 3, "batch")]
    public async Task What_could_stand_at_a_place_is_what_the_reader_takes(string begun, int line, int column, string expected)
    {
        string rest = begun.StartsWith("generator", StringComparison.Ordinal) ? " } ]\n" + Without("generator") : begun.Contains('{', StringComparison.Ordinal) ? " }\n" + Without("schedule") : "\n" + Without("batch");
        var found = await Complete(begun + rest, line, column);
        Assert.Contains(found.Items, item => item.Label == expected);
    }

    [Fact]
    public async Task Data_sets_are_listed_and_drawn()
    {
        var all = await Server.Client.DatasetsAsync(Stop);
        Assert.Contains(all, row => row is { Name: "digits", Availability: "built_in", Downloadable: false });
        byte[] png = await Server.Client.DownloadAsync("/api/v1/datasets/digits/sample.png", Stop);
        Assert.Equal((byte)'P', png[1]);
        Assert.Equal(409, (int)(await Server.Post("/api/v1/datasets/ring/download", null)).Status);
        Assert.Equal(404, (int)(await Server.Post("/api/v1/datasets/none/download", null)).Status);
    }

    [Fact]
    public async Task Devices_are_shown()
    {
        var devices = await TestServer.Until(() => Server.Client.DevicesAsync(Stop), view => view.Silos.Count > 0);
        Assert.Equal(2, devices.Silos[0].Lanes.Count);
        Assert.Empty(devices.Queue);
    }

    private static string Without(string key) => string.Join('\n', TestServer.Tiny().Split('\n').Where(line => !line.StartsWith(key, StringComparison.Ordinal) && !(key == "generator" && line.Contains("dense: 2", StringComparison.Ordinal))));

    private async Task<Completions> Complete(string yaml, int line, int column)
    {
        var (status, body) = await Server.Post("/api/v1/recipes/complete", new CompleteText(yaml, line, column));
        Assert.Equal(200, (int)status);
        return System.Text.Json.JsonSerializer.Deserialize<Completions>(body, ApiJson.Options)!;
    }

    public sealed class Shared : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.Start();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
