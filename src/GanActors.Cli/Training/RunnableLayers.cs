using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Server;

namespace GanActors.Cli.Training;

/// <summary>Refuses a recipe with a layer that no device here can run, before anything starts.</summary>
internal static class RunnableLayers
{
    /// <exception cref="RecipeException">There is such a layer; it points at the first.</exception>
    public static void Require(RecipeDocument document, RecipePlans plans)
    {
        Require(document, "generator", plans.Generator);
        Require(document, "discriminator", plans.Discriminator);
    }

    private static void Require(RecipeDocument document, string network, NetworkPlan plan)
    {
        foreach (var layer in plan.Layers)
        {
            if (LocalSilo.Runs(layer.Layer))
                continue;
            string word = LayerNames.Of(layer.Layer);
            string key = string.Create(CultureInfo.InvariantCulture, $"{network}.layers[{layer.Index}].{word}");
            throw document.Error(key, $"the CPU engine does not run {word}; docs/recipes.md lists the layers it runs");
        }
    }
}
