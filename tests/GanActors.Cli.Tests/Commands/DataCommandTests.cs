namespace GanActors.Cli.Tests.Commands;

public sealed class DataCommandTests
{
    [Fact]
    public async Task List_names_every_data_set_and_the_data_directory()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("data", "list"));
        foreach (string name in new[] { "mnist", "fashion-mnist", "digits", "ring", "grid", "built in", room.Directory })
            Assert.Contains(name, room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_alone_is_the_list()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("data"));
        Assert.Contains("fashion-mnist", room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_tells_what_and_where()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("data", "info", "ring"));
        Assert.Contains("100,000 of [2]", room.Output, StringComparison.Ordinal);
        Assert.Contains("built in", room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_of_a_folder_counts_its_pictures_and_classes()
    {
        using var room = new TestRoom();
        foreach (string name in new[] { "photos/a/x.png", "photos/a/y.JPG", "photos/b/z.png", "photos/notes.txt" })
            room.Write($"data/{name}", [0]);
        Assert.Equal(ExitCode.Done, await room.RunAsync("data", "info", "photos"));
        Assert.Contains("3 pictures of any size; a recipe says what they are brought to (data.size), 2 classes", room.Output, StringComparison.Ordinal);
        Assert.Contains($"3 pictures in {Path.Combine(room.Directory, "data", "photos")}", room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_of_a_built_in_set_has_nothing_to_do()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("data", "get", "digits"));
        Assert.Contains("digits is built in", room.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data info mnits", "'mnist'")]
    [InlineData("data get mnist", "downloads are not allowed")]
    [InlineData("data get sunflowers", "not downloaded by this program; get the folder sunflowers of https://")]
    [InlineData("data get cifar-10", "cifar-10-binary.tar.gz")]
    public async Task What_cannot_be_had_is_an_error_of_one_line(string line, string message)
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.BadInput, await room.RunAsync(line.Split(' ')));
        string error = Assert.Single(room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
