using System.Text.Json;
using GanActors.Checkpoints.Tests;

namespace GanActors.EndToEnd.Tests;

/// <summary>An MLP whose checkpoints are in a container of Azure Blob Storage, or its emulator, and whose process is killed again and again.</summary>
public sealed class KilledInBlobsTests(Azurite azurite) : BrokenRun, IClassFixture<Azurite>
{
    private readonly string _container = Azurite.NewContainer();

    protected override string Checkpoints => azurite.Connection(_container);

    protected override int Kills { get; } = KillCount.AtMost(8);

    [Fact]
    public async Task The_mlp_of_digits_is_the_same_after_kills_and_has_its_checkpoints_in_the_container()
    {
        string setting = Checkpoints;
        await AssertSurvives(
            "keras-mnist-mlp", "--set", "data.name=digits", "--set", "data.limit=1024", "--set", "checkpoint.every=9", "--set", "samples.every=200", "--iterations", "400");
        Assert.Equal(["elsewhere.url"], Directory.GetFileSystemEntries(PathOf("broken/checkpoints")).Select(Path.GetFileName));
        Assert.Contains("from checkpoint", LastOpening(), StringComparison.Ordinal);

        var (exitCode, output, error) = await BuiltProgram.RunWith(setting, "checkpoints", Broken);
        Assert.True(exitCode == 0, error);
        Assert.Contains($"/{_container}/broken-", output, StringComparison.Ordinal);

        // Without the setting it is told where they are; it is not begun again.
        (exitCode, _, error) = await BuiltProgram.Run("resume", Broken, "--iterations", "500");
        Assert.Equal(2, exitCode);
        Assert.Contains("the checkpoints are kept in http://127.0.0.1:", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Azurite.Key, error, StringComparison.Ordinal);
    }

    private string LastOpening() => File.ReadLines(PathOf("broken/events.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Last(line => line.GetProperty("event").GetString() == "opened").GetProperty("what").GetString()!;
}
