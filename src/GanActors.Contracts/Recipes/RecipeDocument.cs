using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>A recipe and where each of its values was written. Immutable.</summary>
public sealed class RecipeDocument
{
    private readonly YamlNode _root;

    internal RecipeDocument(Recipe recipe, string? file, YamlNode root)
    {
        Recipe = recipe;
        File = file;
        _root = root;
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The file it comes from; null if it was given as text.</summary>
    public string? File { get; }

    /// <summary>Where a value was written; of the nearest part around it, if it has its default.</summary>
    /// <param name="key">A dotted path, such as <c>generator.layers[1].leaky_relu</c>.</param>
    public RecipePosition PositionOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return YamlPath.Nearest(_root, YamlPath.Parse(key) is { } path ? path.AsSpan() : []).Position;
    }

    /// <summary>An error of a value that only others can judge, such as the name of a data set.</summary>
    /// <param name="key">The value's dotted path.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    public RecipeException Error(string key, string problem) => new(PositionOf(key), key, problem);

    /// <summary>Infers and checks the shapes of both networks.</summary>
    /// <param name="item">Shape of the data's items.</param>
    /// <exception cref="RecipeException">Layers do not fit together, or do not fit the data or the batch; it points at the layer.</exception>
    public RecipePlans Check(Shape item) => new(
        Plan("generator", Recipe.Generator, Recipe.Batch, () => Recipe.PlanGenerator(item)),
        Plan("discriminator", Recipe.Discriminator, Recipe.Packs, () => Recipe.PlanDiscriminator(item)));

    private NetworkPlan Plan(string role, NetworkSpec spec, int batch, Func<NetworkPlan> infer)
    {
        NetworkPlan plan;
        try
        {
            plan = infer();
        }
        catch (NetworkShapeException error)
        {
            if (error.LayerIndex >= spec.Layers.Length)
                throw new RecipeException(PositionOf(Layer(role, spec.Layers.Length - 1)), $"{role}.layers", error.Problem, error);
            string key = Layer(role, error.LayerIndex);
            throw new RecipeException(PositionOf(key), $"{key}.{LayerNames.Of(spec.Layers[error.LayerIndex])}", error.Problem, error);
        }

        foreach (var layer in plan.Layers)
        {
            if (BatchProblem(layer, batch) is { } problem)
                throw new RecipeException(PositionOf("batch"), "batch", $"{problem} ({Layer(role, layer.Index)} is {LayerNames.Of(layer.Layer)})");
        }

        return plan;
    }

    private string? BatchProblem(LayerPlan plan, int batch)
    {
        string items = batch == Recipe.Batch ? "items" : "packs";
        return plan.Layer switch
        {
            BatchNorm when batch == 1 && (plan.Input.Rank == 1 || plan.Input[1] * plan.Input[2] == 1) =>
                items == "packs" ? "1 pack has no variance to normalise by; write a larger batch"
                    : "1 item has no variance to normalise by; write at least 2",
            MinibatchStdDev stddev when batch % Math.Min(batch, stddev.Group) != 0 => string.Create(
                CultureInfo.InvariantCulture, $"{batch} {items} do not divide into groups of {stddev.Group}; write a multiple of {stddev.Group * (Recipe.Batch / batch)}"),
            _ => null,
        };
    }

    private static string Layer(string role, int index) => string.Create(CultureInfo.InvariantCulture, $"{role}.layers[{index}]");
}
