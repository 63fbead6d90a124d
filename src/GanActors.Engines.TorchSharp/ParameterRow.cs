using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Engines.Torch;

/// <summary>
/// Where each parameter of a network lies in one row of numbers: weights, gradients, moments and averages are such rows, so that an optimiser is a few
/// operations, however many layers there are.
/// </summary>
internal sealed class ParameterRow
{
    // Views begin where libtorch's own tensors would: at a cache line.
    private const long Alignment = 16;

    public ParameterRow(NetworkPlan plan)
    {
        var places = ImmutableArray.CreateBuilder<Place>();
        foreach (var layer in plan.Layers)
        {
            for (int i = 0; i < layer.Parameters.Length; i++)
            {
                places.Add(new Place(layer, layer.Parameters[i], i, Length));
                Length += (layer.Parameters[i].Shape.Size + Alignment - 1) / Alignment * Alignment;
            }
        }

        Places = places.ToImmutable();
    }

    /// <summary>In the order of the layers.</summary>
    public ImmutableArray<Place> Places { get; }

    /// <summary>Numbers of the row, the gaps between parameters included.</summary>
    public long Length { get; }

    /// <summary>A parameter's place.</summary>
    /// <param name="Layer">Whose.</param>
    /// <param name="Parameter">Which.</param>
    /// <param name="Index">Its number among the layer's: 0 is the weight, 1 the bias.</param>
    /// <param name="Offset">Where it begins.</param>
    internal readonly record struct Place(LayerPlan Layer, ParameterPlan Parameter, int Index, long Offset)
    {
        /// <summary>The parameter's numbers in a row on the host.</summary>
        public ReadOnlyMemory<float> In(float[] row) => row.AsMemory((int)Offset, Parameter.Shape.Size);
    }
}
