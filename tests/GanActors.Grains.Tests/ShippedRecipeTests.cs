using System.Text.Json;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>Every recipe that ships, for a few iterations of small batches.</summary>
public sealed class ShippedRecipeTests : IDisposable
{
    // Enough for both sides of a switch, with a batch that packs of two divide.
    private static readonly string[] Short = ["run.iterations=2", "batch=4", "samples.grid=[2, 2]"];

    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public static TheoryData<string> Shipped => [.. RecipeLibrary.Shipped.Names];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task A_shipped_recipe_runs_and_leaves_figures_and_a_sheet(string name)
    {
        var recipe = RecipeLibrary.Shipped.Read(name, Short).Recipe;
        var (folder, progress) = await Run(recipe);
        Assert.Equal((RunState.Completed, 2), (progress.State, progress.Iterations));
        var last = progress.Latest!;
        Assert.All([last.DiscriminatorLoss, last.GeneratorLoss], figure => Assert.True(double.IsFinite(figure)));

        // A gate may keep the discriminator frozen, which has no gradient then.
        Assert.Equal((last.DiscriminatorSteps > 0, last.GeneratorSteps > 0), (double.IsFinite(last.DiscriminatorGradientNorm), double.IsFinite(last.GeneratorGradientNorm)));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "samples"), "*.png"));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal(recipe.Data.Name is "ring" or "grid", summary.RootElement.GetProperty("modes").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task The_collapsing_recipe_collapses()
    {
        var recipe = RecipeLibrary.Shipped.Read("ring-collapse", ["run.iterations=400", "samples.grid=[8, 8]"]).Recipe;
        var (_, progress) = await Run(recipe);
        Assert.InRange(Assert.Single(progress.Events.OfType<ModesEvent>()).Captured, 0, 1);
    }

    private async Task<(string Folder, RunProgress Progress)> Run(Recipe recipe)
    {
        string data = Path.Combine(_root, "data");
        StandInData.Write(data);
        await using var cluster = await GrainCluster.Start(DataDirectory.Resolve(data));
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.True(progress.Failure is null, progress.Failure);
        return (folder, progress);
    }
}
