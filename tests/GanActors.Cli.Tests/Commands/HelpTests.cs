namespace GanActors.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("train")]
    [InlineData("generate")]
    [InlineData("interpolate")]
    [InlineData("export")]
    [InlineData("report")]
    [InlineData("checkpoints")]
    [InlineData("evaluate")]
    [InlineData("serve")]
    [InlineData("recipes")]
    [InlineData("recipes list")]
    [InlineData("recipes show")]
    [InlineData("data")]
    [InlineData("data list")]
    [InlineData("data info")]
    [InlineData("data get")]
    public async Task Every_command_explains_itself_with_examples(string command)
    {
        using var room = new TestRoom();
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCode.Done, await room.RunAsync([.. words, "--help"]));
        Assert.Contains($"Examples:\n  ganactors {command}".TrimEnd(), room.Output, StringComparison.Ordinal);
        Assert.InRange(room.Output.Split('\n').Count(line => line.StartsWith("  ganactors ", StringComparison.Ordinal)), 2, 4);
        Assert.Equal("", room.Error);
    }

    [Fact]
    public async Task The_program_alone_shows_its_help()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync());
        Assert.Contains("train", room.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_lists_all_its_options()
    {
        using var room = new TestRoom();
        await room.RunAsync("train", "--help");
        foreach (string option in new[] { "--set", "--data", "--out", "--seed", "--epochs", "--iterations", "--threads", "--json" })
            Assert.Contains(option, room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_products_own()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("--version"));
        Assert.StartsWith("ganactors 0.", room.Output, StringComparison.Ordinal);
    }
}
