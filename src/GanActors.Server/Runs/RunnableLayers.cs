using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Server.Engines;

namespace GanActors.Server.Runs;

/// <summary>Refuses a recipe with a layer that no device here can run, before anything starts.</summary>
internal static class RunnableLayers
{
    /// <exception cref="RecipeException">There is such a layer; it points at the first.</exception>
    public static void Require(RecipeDocument document, RecipePlans plans, EngineKind? engine)
    {
        Require(document, plans.Generator, engine);
        Require(document, plans.Discriminator, engine);
    }

    private static void Require(RecipeDocument document, NetworkPlan plan, EngineKind? engine)
    {
        foreach (var layer in plan.Layers)
        {
            if (LocalSilo.Runs(layer.Layer, engine))
                continue;
            string word = LayerNames.Of(layer.Layer);
            throw document.Error($"{document.KeyOfLayer(plan.Role, layer.Index)}.{word}", $"the CPU engine does not run {word}; docs/recipes.md lists the layers it runs");
        }
    }
}
