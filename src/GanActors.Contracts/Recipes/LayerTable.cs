using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>One layer of a <see cref="LayerTable"/>.</summary>
/// <param name="Layer">Its word in a recipe, for example <c>conv2d</c>.</param>
/// <param name="Options">Its options but those at their defaults, for example <c>64, kernel 4, stride 2</c>; empty if there are none.</param>
/// <param name="Output">Shape of one item coming out.</param>
/// <param name="Parameters">How many trainable numbers it has.</param>
public sealed record LayerRow(string Layer, string Options, Shape Output, long Parameters);

/// <summary>A network, layer by layer, as it is shown to people.</summary>
/// <param name="Role">Which player it is.</param>
/// <param name="Input">Shape of one item going in.</param>
/// <param name="Rows">From input to output.</param>
/// <param name="Parameters">How many trainable numbers the network has.</param>
public sealed record LayerTable(NetworkRole Role, Shape Input, ImmutableArray<LayerRow> Rows, long Parameters)
{
    /// <summary>The table of a planned network.</summary>
    public static LayerTable Of(NetworkPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new LayerTable(
            plan.Role,
            plan.Input,
            [.. plan.Layers.Select(layer => new LayerRow(LayerNames.Of(layer.Layer), Options(layer.Layer), layer.Output, layer.ParameterCount))],
            plan.ParameterCount);
    }

    private static string Options(Layer layer)
    {
        var form = LayerForms.Of(layer);
        var options = new LayerOptions();
        form.Write(layer, options);
        // The primary option needs no name, nor does the first of those that must be given: the units, the channels.
        return string.Join(", ", options.All
            .Where(option => !option.IsDefault || option.Name == form.Primary)
            .Select(option => option.Name == form.Primary || option.Name == "channels" ? option.Value : $"{option.Name} {option.Value}"));
    }
}
