using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>Both networks of a recipe with their shapes known.</summary>
/// <param name="Generator">Noise to items.</param>
/// <param name="Discriminator">Items to one logit.</param>
public sealed record RecipePlans(NetworkPlan Generator, NetworkPlan Discriminator)
{
    /// <summary>Trainable numbers of both networks together.</summary>
    public long ParameterCount => Generator.ParameterCount + Discriminator.ParameterCount;
}
