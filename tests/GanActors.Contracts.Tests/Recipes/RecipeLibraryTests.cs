using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class RecipeLibraryTests
{
    [Theory]
    [InlineData("ring", "ring.yaml")]
    [InlineData("keras-mnist-mlp", "keras-mnist-mlp.yaml")]
    public void A_shipped_recipe_is_found_by_name(string name, string file) =>
        Assert.Equal(Path.Combine(RecipeLibrary.Shipped.Folder, file), RecipeLibrary.Shipped.Find(name));

    [Theory]
    [InlineData("./ring")]
    [InlineData("mine/ring.yaml")]
    [InlineData("ring.yaml")]
    [InlineData("ring.YML")]
    [InlineData("/somewhere/else")]
    public void A_path_is_a_file(string path) => Assert.Equal(path, RecipeLibrary.Shipped.Find(path));

    [Theory]
    [InlineData("quikstart", "no recipe is named 'quikstart'; did you mean 'quickstart'?")]
    [InlineData("keras", "no recipe is named 'keras'; did you mean 'keras-mnist-mlp'?")]
    [InlineData("Ring", "no recipe is named 'Ring'; did you mean 'ring'?")]
    public void An_unknown_name_gives_the_nearest(string name, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => RecipeLibrary.Shipped.Find(name)).Message);

    [Fact]
    public void A_name_that_is_near_none_gives_them_all() => Assert.Equal(
        $"no recipe is named 'wombat'; there are {string.Join(", ", RecipeLibrary.Shipped.Names)}",
        Assert.Throws<RecipeException>(() => RecipeLibrary.Shipped.Find("wombat")).Message);

    [Fact]
    public void A_folder_that_is_not_there_holds_no_recipes()
    {
        var library = new RecipeLibrary(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()));
        Assert.Empty(library.Names);
        Assert.Equal($"no recipe is named 'ring'; there are none in {library.Folder}", Assert.Throws<RecipeException>(() => library.Find("ring")).Message);
    }

    [Fact]
    public void An_error_of_a_shipped_recipe_is_the_overrides()
    {
        var fault = Assert.Throws<RecipeException>(() => RecipeLibrary.Shipped.Read("ring", ["run.sede=5"]));
        Assert.Equal("--set run.sede=5: run.sede: unknown key; did you mean 'seed'?", fault.Message);
    }
}
