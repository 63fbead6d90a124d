namespace GanActors.Engines.Tests;

/// <summary>Reads a network's gathered gradients through what a plain step does with them.</summary>
internal static class GradientProbe
{
    /// <summary>
    /// Gradients by parameter name, from Adam's first moment after the first step, which is (1 - beta1) times the gradient.
    /// </summary>
    public static IReadOnlyDictionary<string, float[]> Of(INetwork network, NetworkState before)
    {
        var after = network.Plan.ParameterCount > 0 ? Stepped(network) : before;
        float share = 1f - network.Plan.Spec.Optimizer.Beta1;
        const string Suffix = ".exp_avg";
        return after.Tensors
            .Where(tensor => tensor.Name.EndsWith(Suffix, StringComparison.Ordinal))
            .ToDictionary(
                tensor => tensor.Name["optimizer.".Length..^Suffix.Length],
                tensor => tensor.Values.ToArray().Select(value => value / share).ToArray(),
                StringComparer.Ordinal);
    }

    private static NetworkState Stepped(INetwork network)
    {
        network.Step();
        return network.Save();
    }
}
