namespace GanActors.EndToEnd.Tests;

/// <summary>An MLP whose process is killed again and again.</summary>
public sealed class KilledMlpTests : BrokenRun
{
    [Fact]
    public Task The_mlp_of_digits_is_the_same_after_kills() => AssertSurvives(
        "keras-mnist-mlp", "--set", "data.name=digits", "--set", "data.limit=1024", "--set", "checkpoint.every=9", "--set", "samples.every=200", "--iterations", "600");
}
