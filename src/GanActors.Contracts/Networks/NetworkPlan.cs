using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Networks;

/// <summary>A trainable tensor of a layer.</summary>
/// <param name="Name">PyTorch's key within a sequential module: <c>0.weight</c>, or <c>0.parametrizations.weight.original</c> under spectral normalisation.</param>
/// <param name="Shape">Its shape, PyTorch's layout.</param>
public sealed record ParameterPlan(string Name, Shape Shape);

/// <summary>A layer with its shapes known.</summary>
/// <param name="Index">Its place in the network, from 0.</param>
/// <param name="Layer">What the recipe says.</param>
/// <param name="Input">Shape of one item going in.</param>
/// <param name="Output">Shape of one item coming out.</param>
/// <param name="Parameters">Its trainable tensors.</param>
public sealed record LayerPlan(int Index, Layer Layer, Shape Input, Shape Output, ImmutableArray<ParameterPlan> Parameters)
{
    /// <summary>How many trainable numbers the layer has.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Shape.Size);
}

/// <summary>
/// A network with every shape inferred and checked: what an engine builds from, and what the layer table shows.
/// </summary>
public sealed class NetworkPlan
{
    private NetworkPlan(NetworkRole role, NetworkSpec spec, Shape input, ImmutableArray<LayerPlan> layers, int classes)
    {
        Role = role;
        Spec = spec;
        Input = input;
        Layers = layers;
        Classes = classes;
    }

    /// <summary>Which player it is.</summary>
    public NetworkRole Role { get; }

    /// <summary>What the recipe says.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Shape of one item going in.</summary>
    public Shape Input { get; }

    /// <summary>Shape of one item coming out.</summary>
    public Shape Output => Layers.IsEmpty ? Input : Layers[^1].Output;

    /// <summary>From input to output.</summary>
    public ImmutableArray<LayerPlan> Layers { get; }

    /// <summary>How many classes it tells apart: then it must be given the class of each item, <see cref="Batch.Classes"/>. 0 if it asks for none.</summary>
    public int Classes { get; }

    /// <summary>How many trainable numbers the network has.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>Infers and checks every shape of a network.</summary>
    /// <param name="role">Which player it is.</param>
    /// <param name="spec">Its layers.</param>
    /// <param name="input">Shape of one item going in.</param>
    /// <param name="output">Shape of one item that must come out.</param>
    /// <param name="classes">How many classes the data have; 0 for none. Only <see cref="ClassInput"/> asks.</param>
    /// <exception cref="NetworkShapeException">A layer cannot take what the one before it gives; the message names both.</exception>
    public static NetworkPlan Infer(NetworkRole role, NetworkSpec spec, Shape input, Shape output, int classes = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Layers.IsDefaultOrEmpty || spec.Layers.Length > NetworkLimits.Layers)
        {
            int found = spec.Layers.IsDefault ? 0 : spec.Layers.Length;
            throw new NetworkShapeException(0, null, Say($"expected 1 to {NetworkLimits.Layers} layers, found {found}"));
        }

        var layers = ImmutableArray.CreateBuilder<LayerPlan>(spec.Layers.Length);
        var current = input;
        long parameters = 0;
        for (int index = 0; index < spec.Layers.Length; index++)
        {
            var plan = ShapeInference.Infer(index, spec.Layers[index], current, classes);
            parameters += plan.ParameterCount;
            if (parameters > NetworkLimits.Parameters)
            {
                string total = Say($"brings the network to {parameters} parameters, from {plan.Input} to {plan.Output}");
                throw new NetworkShapeException(index, plan.Layer, Say($"{total}; at most {NetworkLimits.Parameters} are planned"));
            }

            layers.Add(plan);
            current = plan.Output;
        }

        if (current != output)
        {
            string what = role == NetworkRole.Generator
                ? $"the generator ends in {current}, but the data's items are {output}"
                : $"the discriminator ends in {current}, but it gives one logit, {output}";
            throw new NetworkShapeException(spec.Layers.Length, null, what + Remedy(spec.Layers[^1], current, output));
        }

        return new NetworkPlan(role, spec, input, layers.MoveToImmutable(), spec.TakesClasses ? classes : 0);
    }

    /// <summary>What would make a network that ends in <paramref name="current"/> end in <paramref name="output"/>.</summary>
    private static string Remedy(Layer last, Shape current, Shape output)
    {
        string reshape = output.Rank == 1 ? "flatten" : $"{{ reshape: {output} }}";
        if (current.Size == output.Size)
            return last is Reshape or Flatten ? $"; make the last layer {reshape}" : $"; add {reshape} at its end";
        if (output.Rank == 1)
            return Say($"; end with {(current.Rank == 1 ? string.Empty : "flatten and ")}{{ dense: {output.Size} }}");
        return current.Rank == 1 ? Say($"; end with {{ dense: {output.Size} }} and {reshape}") : string.Empty;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
