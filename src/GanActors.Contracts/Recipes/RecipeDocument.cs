using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>A recipe and where each of its values was written. Immutable.</summary>
public sealed class RecipeDocument
{
    private const string ConditionalKey = "conditional";

    private readonly YamlNode _root;

    private RecipeDocument(Recipe recipe, string? file, YamlNode root)
    {
        Recipe = recipe;
        File = file;
        _root = root;
    }

    /// <summary>Reads a recipe.</summary>
    /// <param name="root">Where it stands.</param>
    /// <param name="fallbackName">Its name, if it does not say.</param>
    /// <param name="file">The file it comes from, if any.</param>
    /// <param name="overrides">See <see cref="RecipeReader.Read"/>.</param>
    internal static RecipeDocument Of(YamlNode root, string fallbackName, string? file, IEnumerable<string> overrides)
    {
        root = overrides.Aggregate(root, RecipeOverrides.Apply);
        return new RecipeDocument(RecipeSections.Read(root, fallbackName), file, root);
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The file it comes from; null if it was given as text.</summary>
    public string? File { get; }

    /// <summary>The recipe with some of its values changed.</summary>
    /// <param name="overrides">See <see cref="RecipeReader.Read"/>.</param>
    /// <exception cref="RecipeException">An override cannot be used.</exception>
    public RecipeDocument With(params IEnumerable<string> overrides) => Of(_root, Recipe.Name, File, overrides);

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

    /// <summary>The dotted path of a layer of the recipe: where it was written, or <c>conditional</c> if that put it there.</summary>
    /// <param name="role">Whose layer.</param>
    /// <param name="index">Its place among the network's layers.</param>
    public string KeyOfLayer(NetworkRole role, int index)
    {
        var (network, layers) = role == NetworkRole.Generator ? ("generator", Recipe.Generator.Layers) : ("discriminator", Recipe.Discriminator.Layers);
        bool added = YamlPath.Nearest(_root, [new(network, 0), new("layers", 0)]) is YamlList written && written.Items.Length < layers.Length;
        int place = added ? layers.IndexOf(layers.First(layer => layer is ClassInput)) : layers.Length;
        return index == place && added ? ConditionalKey : string.Create(CultureInfo.InvariantCulture, $"{network}.layers[{(index > place ? index - 1 : index)}]");
    }

    /// <summary>Infers and checks the shapes of both networks.</summary>
    /// <param name="item">Shape of the data's items.</param>
    /// <param name="classes">How many classes the data have; 0 for none.</param>
    /// <exception cref="RecipeException">
    /// Layers do not fit together, or do not fit the data or the batch; it points at the layer. Or there are no classes to be conditional on.
    /// </exception>
    public RecipePlans Check(Shape item, int classes = 0)
    {
        if (Recipe.IsConditional && classes < 2)
        {
            string found = classes == 0 ? "no classes" : "a single class";
            throw Error(ConditionalKey, $"the items of {Recipe.Data.Name} have {found}; choose data with labels, such as mnist or a folder with sub-folders, or write false");
        }

        return new(
            Plan(NetworkRole.Generator, Recipe.Generator, Recipe.Batch, () => Recipe.PlanGenerator(item, classes)),
            Plan(NetworkRole.Discriminator, Recipe.Discriminator, Recipe.Packs, () => Recipe.PlanDiscriminator(item, classes)));
    }

    private NetworkPlan Plan(NetworkRole role, NetworkSpec spec, int batch, Func<NetworkPlan> infer)
    {
        NetworkPlan plan;
        try
        {
            plan = infer();
        }
        catch (NetworkShapeException error)
        {
            if (error.LayerIndex >= spec.Layers.Length)
            {
                string network = role == NetworkRole.Generator ? "generator" : "discriminator";
                throw new RecipeException(PositionOf(KeyOfLayer(role, spec.Layers.Length - 1)), $"{network}.layers", error.Problem, error);
            }

            string key = KeyOfLayer(role, error.LayerIndex);
            throw new RecipeException(
                PositionOf(key), key == ConditionalKey ? key : $"{key}.{LayerNames.Of(spec.Layers[error.LayerIndex])}", error.Problem, error);
        }

        foreach (var layer in plan.Layers)
        {
            if ((long)batch * layer.Output.Size > RecipeLimits.BatchElements)
            {
                throw new RecipeException(PositionOf("batch"), "batch", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{batch} times {layer.Output}, which {KeyOfLayer(role, layer.Index)} makes, are more than {RecipeLimits.BatchElements} numbers at once; write a smaller batch"));
            }

            if (BatchProblem(layer, batch) is { } problem)
                throw new RecipeException(PositionOf("batch"), "batch", $"{problem} ({KeyOfLayer(role, layer.Index)} is {LayerNames.Of(layer.Layer)})");
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
}
