using GanActors.Pictures;
using GanActors.Runs;

namespace GanActors.Cli.Tests.Commands;

public sealed class TrainOnPicturesTests : IDisposable
{
    private readonly TestRoom _room = new();

    public void Dispose() => _room.Dispose();

    private void WritePictures(string folder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var picture = new Pixmap(9, 7, 3);
            picture.Pixels.Fill((byte)(10 * i));
            _room.Write($"{folder}/{i:00}.png", PngWriter.Encode(picture));
        }
    }

    private string WriteRecipe(string data) => _room.Write("recipes/mine.yaml", System.Text.Encoding.UTF8.GetBytes(
        $$"""
        data: {{data}}
        batch: 4
        generator:
          layers: [ { dense: 48 }, tanh, { reshape: [3, 4, 4] } ]
        discriminator:
          layers: [ flatten, { dense: 1 } ]
        run: { iterations: 3 }

        """));

    private Task<int> TrainAsync(params string[] more)
    {
        _room.Coordinator.Play([Sample.Progress(0), Sample.Progress(3, RunState.Completed, events: [new EndEvent(1, RunState.Completed, "done")])]);
        return _room.RunAsync(["train", .. more]);
    }

    [Fact]
    public async Task A_folder_beside_the_recipe_is_trained_on()
    {
        WritePictures("recipes/photos", 6);
        _room.Write("recipes/photos/bad.png", [1]);
        Assert.Equal(ExitCode.Done, await TrainAsync(WriteRecipe("{ folder: photos, size: 4, flip: true }")));
        Assert.Equal("", _room.Error);
        string folder = Path.Combine(_room.Directory, "recipes", "photos");
        Assert.Contains($"photos: 6 pictures from {folder}, cropped to 4x4; 1 of 7 files skipped: first bad.png", Flowed(_room.Output), StringComparison.Ordinal);
        var order = _room.Coordinator.Order!;
        Assert.Equal(folder, order.Recipe.Data.Folder);
        // The run's own recipe lies elsewhere and must find the same pictures.
        Assert.Contains($"folder: \"{folder.Replace("\\", "\\\\", StringComparison.Ordinal)}\"", order.RecipeYaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_the_data_directory_is_trained_on_by_its_name()
    {
        WritePictures("data/photos", 6);
        Assert.Equal(ExitCode.Done, await TrainAsync(WriteRecipe("{ name: photos, size: [4, 4] }")));
        Assert.Contains("photos: 6 pictures from", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sub_folders_are_classes_to_be_conditional_on()
    {
        WritePictures("recipes/photos/cats", 3);
        WritePictures("recipes/photos/dogs", 3);
        Assert.Equal(ExitCode.Done, await TrainAsync(WriteRecipe("{ folder: photos, size: 4 }"), "--set", "conditional=true"));
        Assert.True(_room.Coordinator.Order!.Recipe.IsConditional);
    }

    [Fact]
    public async Task Pictures_without_classes_are_refused_by_a_conditional_recipe()
    {
        WritePictures("recipes/photos", 6);
        Assert.Equal(ExitCode.BadInput, await TrainAsync(WriteRecipe("{ folder: photos, size: 4 }"), "--set", "conditional=true"));
        string error = Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("conditional: the items of photos have no classes; choose data with labels", error, StringComparison.Ordinal);
        Assert.Null(_room.Coordinator.Order);
    }

    [Theory]
    [InlineData("{ name: sunflowers }", "data.size: the pictures of sunflowers differ in size; write what they are brought to, for example size: [64, 64]")]
    [InlineData("{ name: sunflowers, size: 4 }", "sunflowers: There is no folder")]
    [InlineData("{ name: sunflower, size: 4 }", "data.name: there is no data set 'sunflower'; did you mean 'sunflowers'?")]
    [InlineData("{ folder: nowhere, size: 4 }", "There is no folder")]
    [InlineData("{ name: ring, flip: true }", "data.flip: only pictures can be flipped, and an item of ring is [2]; write false")]
    [InlineData("{ name: ring, size: 4 }", "ring: only pictures have a size")]
    public async Task What_cannot_be_is_an_error_of_one_line(string data, string message)
    {
        Assert.Equal(ExitCode.BadInput, await TrainAsync(WriteRecipe(data)));
        string error = Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Null(_room.Coordinator.Order);
    }

    [Fact]
    public async Task Layers_are_shown_without_any_picture()
    {
        Assert.Equal(ExitCode.Done, await _room.RunAsync("recipes", "show", WriteRecipe("{ folder: nowhere, size: 4 }"), "--layers"));
        Assert.Contains("both networks together", _room.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync("recipes", "show", WriteRecipe("{ name: sunflowers }"), "--layers"));
        Assert.Contains("data.size", _room.Error, StringComparison.Ordinal);
    }

    // A line may be broken where the console ends.
    private static string Flowed(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
