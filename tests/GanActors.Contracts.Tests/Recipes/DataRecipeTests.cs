using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class DataRecipeTests
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "home of recipes");

    private static DataSpec Read(string data, params string[] overrides) =>
        RecipeReader.Read($"data: {data}\n{RecipeText.Least}", Path.Combine(Home, "test.yaml"), overrides).Recipe.Data;

    [Fact]
    public void Pictures_have_a_size_and_the_rest_has_defaults()
    {
        Assert.Equal(new DataSpec("sunflowers", Images: new ImageSpec(64, 48)), Read("{ name: sunflowers, size: [64, 48] }"));
        Assert.Equal(
            new DataSpec("sunflowers", Images: new ImageSpec(32, 32, 1, ImageFit.Pad, ImageBackground.White), Flip: true),
            Read("{ name: sunflowers, size: 32, channels: 1, fit: pad, background: white, flip: true }"));
        Assert.Equal(new Shape(1, 24, 32), new ImageSpec(24, 32, 1).Item);
        Assert.Equal(new DataSpec("mnist"), Read("{ name: mnist }"));
    }

    [Fact]
    public void A_folder_is_called_by_its_name_and_starts_where_the_recipe_lies()
    {
        var images = new ImageSpec(64, 64);
        Assert.Equal(new DataSpec("photos", Folder: Path.Combine(Home, "photos"), Images: images), Read("{ folder: photos, size: 64 }"));
        Assert.Equal(Path.Combine(Home, "my photos") + Path.DirectorySeparatorChar, Read("{ folder: 'my photos/', size: 64 }").Folder);
        Assert.Equal("my photos", Read("{ folder: 'my photos/', size: 64 }").Name);
        Assert.Equal(Path.Combine(Path.GetTempPath(), "photos"), Read("{ folder: ../photos, size: 64 }").Folder);
        string absolute = Path.Combine(Path.GetTempPath(), "elsewhere", "photos");
        Assert.Equal(absolute, Read($"{{ folder: '{absolute}', size: 64 }}").Folder);
    }

    [Fact]
    public void A_folder_in_an_override_starts_where_the_user_is()
    {
        string here = Path.GetFullPath("photos");
        Assert.Equal(new DataSpec("photos", Folder: here, Images: new ImageSpec(64, 64)), Read("{ size: 64 }", "data.folder=photos"));
    }

    [Fact]
    public void A_recipe_of_no_file_takes_folders_from_where_the_process_is() => Assert.Equal(
        Path.GetFullPath("photos"), RecipeReader.Read($"data: {{ folder: photos, size: 64 }}\n{RecipeText.Least}").Recipe.Data.Folder);

    [Fact]
    public void An_override_of_the_source_displaces_the_files()
    {
        Assert.Equal(("mnist", (string?)null), (Read("{ folder: photos, size: 64 }", "data.name=mnist") is var named ? (named.Name, named.Folder) : default));
        Assert.Equal("photos", Read("{ name: mnist, size: 64 }", "data.folder=photos").Name);
    }

    [Fact]
    public void A_folder_needs_a_size()
    {
        var fault = Assert.Throws<RecipeException>(() => Read("{ folder: photos }"));
        Assert.Equal("data.size", fault.Key);
        Assert.Equal("missing; write for example size: [64, 64]", fault.Problem);
    }

    [Fact]
    public void A_folder_survives_being_written()
    {
        var recipe = RecipeReader.Read($"data: {{ folder: 'a \"b\" c', size: [8, 9], flip: true }}\n{RecipeText.Least}", Path.Combine(Home, "test.yaml")).Recipe;
        Assert.Equal(recipe, RecipeReader.Read(RecipeWriter.Write(recipe)).Recipe);
    }
}
