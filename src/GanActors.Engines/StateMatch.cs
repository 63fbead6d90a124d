using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>The names of what a network saves, and whether a state to be loaded is one of that network's.</summary>
internal static class StateMatch
{
    /// <summary>The name of an optimiser's moment of a parameter.</summary>
    public static string MomentName(ParameterPlan parameter, string moment) => $"optimizer.{parameter.Name}.{moment}";

    /// <summary>The name of a parameter's moving average.</summary>
    public static string AverageName(ParameterPlan parameter) => $"average.{parameter.Name}";

    /// <summary>The state's tensors by name.</summary>
    /// <param name="state">What is to be loaded.</param>
    /// <param name="expected">Every tensor that the network has, and its shape.</param>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, there twice or of another shape; the message names it.</exception>
    public static Dictionary<string, StateTensor> Match(NetworkState state, IReadOnlyDictionary<string, Shape> expected)
    {
        var given = new Dictionary<string, StateTensor>(StringComparer.Ordinal);
        foreach (var tensor in state.Tensors)
        {
            if (!expected.TryGetValue(tensor.Name, out var shape))
                throw new ArgumentException($"The network has no tensor '{tensor.Name}'.", nameof(state));
            if (tensor.Shape != shape || tensor.Values.Length != shape.Size)
                throw new ArgumentException($"Tensor '{tensor.Name}' is {tensor.Shape} with {tensor.Values.Length} values; the network's is {shape}.", nameof(state));
            if (!given.TryAdd(tensor.Name, tensor))
                throw new ArgumentException($"Tensor '{tensor.Name}' is there twice.", nameof(state));
        }

        foreach (string name in expected.Keys)
        {
            if (!given.ContainsKey(name))
                throw new ArgumentException($"Tensor '{name}' is missing.", nameof(state));
        }

        return given;
    }
}
