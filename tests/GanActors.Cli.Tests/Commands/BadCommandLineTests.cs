namespace GanActors.Cli.Tests.Commands;

public sealed class BadCommandLineTests
{
    [Theory]
    [InlineData("trian", "there is no command 'trian'; did you mean 'train'?", "ganactors --help")]
    [InlineData("recipes lst", "there is no command 'lst'; did you mean 'list'?", "ganactors recipes --help")]
    [InlineData("train --iteration 5", "there is no option '--iteration'; did you mean '--iterations'?", "ganactors train --help")]
    [InlineData("train --jsno", "there is no option '--jsno'; did you mean '--json'?", "ganactors train --help")]
    [InlineData("train quickstart other", "'other' is one word too many", "ganactors train --help")]
    [InlineData("train --seed -3", "--seed takes a whole number from 0, not '-3'", "ganactors train --help")]
    [InlineData("train --iterations many", "--iterations takes a whole number from 1", "ganactors train --help")]
    [InlineData("train --iterations 0", "--iterations takes a whole number from 1", "ganactors train --help")]
    [InlineData("train --epochs 99999999999", "--epochs takes a whole number from 1 to 2147483647, not '99999999999'", "ganactors train --help")]
    [InlineData("train --threads 0", "--threads takes a whole number from 1 to 1024, not '0'", "ganactors train --help")]
    [InlineData("train --epochs 2 --iterations 5", "give one of them", "ganactors train --help")]
    [InlineData("train --set lr", "--set takes key=value", "ganactors train --help")]
    [InlineData("train quickstart --set a=1 b=2", "write --set before each key=value", "ganactors train --help")]
    [InlineData("data info", "NAME is missing: a data set's name", "ganactors data info --help")]
    public async Task It_is_one_line_that_says_what_would_be_right(string line, string message, string help)
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.BadInput, await room.RunAsync(line.Split(' ')));
        string error = Assert.Single(room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains($"`{help}`", error, StringComparison.Ordinal);
        Assert.Equal("", room.Output);
    }
}
