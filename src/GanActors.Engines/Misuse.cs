using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>What an engine answers to a command that does not fit what came before it.</summary>
internal static class Misuse
{
    public static InvalidOperationException NoTape() => new("The last forward kept no tape.");

    public static InvalidOperationException Frozen() => new("The last forward was frozen: it admits an input gradient, no weight gradients.");

    public static InvalidOperationException NoGradient() => new("There is no gradient to step with: Backward has not been called since the last step.");

    public static InvalidOperationException NoAverage(NetworkPlan plan) => new(
        $"The {(plan.Role == NetworkRole.Generator ? "generator" : "discriminator")} keeps no moving average of its weights: its spec asks for none.");

    /// <summary>Refuses parts that the network cannot take.</summary>
    public static void CheckParts(NetworkPlan plan, ReadOnlySpan<Batch> parts)
    {
        if (parts.IsEmpty)
            throw new ArgumentException("A forward takes at least one part.", nameof(parts));
        foreach (var part in parts)
        {
            if (part.Item.Size != plan.Input.Size)
                throw new ArgumentException($"The network takes items of {plan.Input}, not of {part.Item}.", nameof(parts));
            if (plan.Classes > 0)
                CheckClasses(plan, part, nameof(parts));
        }
    }

    /// <summary>Refuses an output's gradient that is not of the last forward's shape.</summary>
    public static void CheckGradient(NetworkPlan plan, int items, Batch outputGradient)
    {
        if (outputGradient.Count != items || outputGradient.Item.Size != plan.Output.Size)
            throw new ArgumentException($"The last forward gave {items} x {plan.Output}, the gradient is {outputGradient}.", nameof(outputGradient));
    }

    /// <summary>Refuses a direction that is not of the last forward's input's shape.</summary>
    public static void CheckDirection(NetworkPlan plan, int items, Batch direction)
    {
        if (direction.Count != items || direction.Item.Size != plan.Input.Size)
            throw new ArgumentException($"The last forward took {items} x {plan.Input}, the direction is {direction}.", nameof(direction));
    }

    /// <summary>Refuses second derivatives where the items of a batch depend on each other.</summary>
    public static void CheckItemGradients(NetworkPlan plan)
    {
        foreach (var layer in plan.Layers)
        {
            if (ItemGradients.Refusal(layer.Layer) is { } refusal)
                throw new NotSupportedException($"Layer {layer.Index} ({LayerNames.Of(layer.Layer)}): {refusal}.");
        }
    }

    private static void CheckClasses(NetworkPlan plan, Batch part, string parts)
    {
        var classes = part.Classes.Span;
        if (classes.Length != part.Count)
            throw new ArgumentException($"The network is conditional: {part} came without classes.", parts);
        foreach (byte given in classes)
        {
            if (given >= plan.Classes)
                throw new ArgumentException($"Class {given} is not one of the {plan.Classes} that the network knows.", parts);
        }
    }
}
