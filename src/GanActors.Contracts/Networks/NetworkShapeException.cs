using System.Globalization;

namespace GanActors.Networks;

/// <summary>A network whose layers do not fit together.</summary>
/// <param name="layerIndex">See <see cref="LayerIndex"/>.</param>
/// <param name="layer">The layer at fault; null if it is the network as a whole.</param>
/// <param name="problem">See <see cref="Problem"/>.</param>
public sealed class NetworkShapeException(int layerIndex, Layer? layer, string problem)
    : Exception(layer is null ? problem : string.Create(CultureInfo.InvariantCulture, $"layer {layerIndex} ({LayerNames.Of(layer)}): {problem}"))
{
    /// <summary>The layer at fault, from 0; the number of layers if it is the output as a whole.</summary>
    public int LayerIndex { get; } = layerIndex;

    /// <summary>What is wrong and what would be right, without the layer's name.</summary>
    public string Problem { get; } = problem;
}
