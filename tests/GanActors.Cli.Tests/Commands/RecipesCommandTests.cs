using GanActors.Recipes;

namespace GanActors.Cli.Tests.Commands;

public sealed class RecipesCommandTests
{
    [Theory]
    [InlineData("recipes list")]
    [InlineData("recipes")]
    public async Task List_names_every_recipe_that_ships(string line)
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync(line.Split(' ')));
        foreach (string name in new[] { "quickstart", "keras-mnist-mlp", "perceptilabs-mnist", "ring", "grid" })
            Assert.Contains(name, room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_show_prints_is_the_recipe_again()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("recipes", "show", "keras-mnist-mlp"));
        Assert.Equal(
            RecipeWriter.Write(RecipeLibrary.Shipped.Read("keras-mnist-mlp").Recipe), RecipeWriter.Write(RecipeReader.Read(room.Output).Recipe));
    }

    [Fact]
    public async Task Show_counts_the_parameters_of_every_layer()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("recipes", "show", "keras-mnist-mlp", "--layers"));
        foreach (string count in new[] { "12,928", "101,136", "114,064", "100,480", "129", "100,609", "214,673" })
            Assert.Contains(count, room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_tells_where_the_class_enters()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.Done, await room.RunAsync("recipes", "show", "cgan-mnist", "--layers"));
        Assert.Contains("conditional: true", room.Output, StringComparison.Ordinal);
        foreach (string cell in new[] { "class embedding 10", "[110]", "[794]" })
            Assert.Contains(cell, room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_does_not_know_how_many_classes_a_folder_has()
    {
        using var room = new TestRoom();
        string recipe = room.Write("mine.yaml", System.Text.Encoding.UTF8.GetBytes(
            """
            data: { name: sunflowers, size: 4 }
            conditional: true
            generator:
              layers: [ { dense: 48 }, { reshape: [3, 4, 4] } ]
            discriminator:
              layers: [ flatten, { dense: 1 } ]

            """));
        Assert.Equal(ExitCode.BadInput, await room.RunAsync("recipes", "show", recipe, "--layers"));
        Assert.Contains(
            "mine.yaml:2:14: conditional: the classes of sunflowers are counted when its pictures are read, so the networks' shapes are not known yet",
            room.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_recipe_is_an_error_with_the_nearest_name()
    {
        using var room = new TestRoom();
        Assert.Equal(ExitCode.BadInput, await room.RunAsync("recipes", "show", "keras-mnist-mpl"));
        Assert.Contains("keras-mnist-mlp", room.Error, StringComparison.Ordinal);
    }
}
