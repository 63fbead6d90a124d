using System.Collections.Immutable;
using System.Globalization;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>From the layers of a plan to what runs: activations join the layer before them, and what only renames shapes disappears.</summary>
internal static class StageBuilder<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <exception cref="NotSupportedException">This engine cannot run one of the layers; the message names it.</exception>
    public static ImmutableArray<Stage> Build(NetworkPlan plan, ulong seed)
    {
        var stages = new List<Stage>();
        var dropout = plan.Role == NetworkRole.Generator ? StreamPurpose.GeneratorDropout : StreamPurpose.DiscriminatorDropout;
        foreach (var layer in plan.Layers)
        {
            if (layer.Layer is Flatten or Reshape)
                continue;
            var activation = Activation.Of(layer.Layer);
            if (activation.Kind != ActivationKind.None && stages.Count > 0 && stages[^1].Activation.Kind == ActivationKind.None)
            {
                stages[^1].Activation = activation;
                continue;
            }

            Stage stage = layer.Layer switch
            {
                Dense { SpectralNorm: false } dense when dense.Units <= ThinDenseStage<TLanes>.MostUnits => new ThinDenseStage<TLanes>(layer),
                Dense { SpectralNorm: false } => new DenseStage<TLanes>(layer),
                BatchNorm norm when layer.Input.Rank == 1 => new BatchNormStage<TLanes>(layer, norm),
                Dropout drop => new DropoutStage<TLanes>(layer, drop.Probability, dropout, seed),
                _ when activation.Kind != ActivationKind.None => new ActivationStage<TLanes>(layer) { Activation = activation },
                _ => throw new NotSupportedException(
                    string.Create(CultureInfo.InvariantCulture, $"layer {layer.Index} ({LayerNames.Of(layer.Layer)}): the CPU engine cannot run it")),
            };
            stages.Add(stage);
        }

        // A network that only renames shapes still hands out a batch of its own.
        if (stages.Count == 0)
            stages.Add(new ActivationStage<TLanes>(new LayerPlan(0, new Flatten(), plan.Input, plan.Output, [])));
        for (int i = 1; i < stages.Count; i++)
            stages[i].Gate = stages[i - 1].Activation;
        return [.. stages];
    }
}
