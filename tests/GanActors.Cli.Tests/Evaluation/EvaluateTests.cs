using System.Text.Json;
using GanActors.Cli.Tests.Generation;
using GanActors.Recipes;

namespace GanActors.Cli.Tests.Evaluation;

public sealed class EvaluateTests : IDisposable
{
    private readonly TestRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Points_get_a_table_of_modes_and_a_file_in_the_run()
    {
        string folder = Points("dots");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("evaluate", "dots", "--samples", "100"));
        Assert.Contains("modes", _room.Output, StringComparison.Ordinal);
        Assert.Contains("ring: 100 generated items", _room.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "evaluation.json")));
        Assert.Equal(1, json.RootElement.GetProperty("format").GetInt32());
        Assert.Equal(1234, json.RootElement.GetProperty("iteration").GetInt64());
        Assert.Equal(100, json.RootElement.GetProperty("samples").GetInt32());
        Assert.Equal(8, json.RootElement.GetProperty("figures").GetProperty("modes_total").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("extractor").ValueKind);
    }

    [Fact]
    public async Task Json_is_one_line_on_standard_output_and_the_rest_is_for_people()
    {
        Points("dots");
        Assert.Equal(ExitCode.Done, await _room.RunAsync("evaluate", "dots", "--json", "--samples", "50"));
        using var json = JsonDocument.Parse(Assert.Single(_room.OutputLines));
        Assert.Equal("ring", json.RootElement.GetProperty("data").GetString());
        Assert.Contains("noise", _room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_elsewhere_is_measured_and_nothing_is_written_beside_it()
    {
        string folder = Points("dots");
        File.Delete(Path.Combine(folder, "recipe.yaml"));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("evaluate", Path.Combine(folder, "generator.safetensors"), "--samples", "50"));
        Assert.False(File.Exists(Path.Combine(folder, "evaluation.json")));
    }

    [Fact]
    public async Task Items_of_another_shape_than_the_data_are_refused()
    {
        KeptRuns.Images(_room, "tiny", data: "ring");
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync("evaluate", "tiny"));
        Assert.Contains("[1, 6, 20]", _room.Error, StringComparison.Ordinal);
        Assert.Contains("[2]", _room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_samples_are_refused()
    {
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync("evaluate", "tiny", "--samples", "3"));
        Assert.Contains("--samples takes a whole number from 16", _room.Error, StringComparison.Ordinal);
    }

    private string Points(string name)
    {
        string folder = KeptRuns.Points(_room, name, data: "ring");
        File.WriteAllText(Path.Combine(folder, "recipe.yaml"), RecipeWriter.Write(Sample.Recipe()));
        return folder;
    }
}
