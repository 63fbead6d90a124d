using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// In which order each layer of a network finds and leaves the numbers of an item: channels last between the layers that take channels apart, else
/// as the plan says. Random masks are drawn in that order, so it is part of what a seed means.
/// </summary>
internal static class StoredOrders
{
    /// <summary>A dense layer of so few units gives them as the plan says.</summary>
    public const int MostPlainUnits = 4;

    /// <summary>What each layer takes, and what it gives.</summary>
    public static ImmutableArray<(PixelOrder Taken, PixelOrder Given)> Of(NetworkPlan plan)
    {
        var orders = ImmutableArray.CreateBuilder<(PixelOrder, PixelOrder)>(plan.Layers.Length);
        var current = PixelOrder.Plain;
        foreach (var layer in plan.Layers)
        {
            var taken = layer.Layer switch
            {
                Reshape when layer.Output.Rank != 1 && current != PixelOrder.ChannelsLast(layer.Output) => PixelOrder.Plain,
                _ when IsOnImages(layer) => PixelOrder.ChannelsLast(layer.Input),
                ClassInput => PixelOrder.Plain,
                _ => current,
            };
            current = layer.Layer is Dense ? AfterDense(plan, layer.Index)
                : IsOnImages(layer) ? PixelOrder.ChannelsLast(layer.Output)
                : taken;
            orders.Add((taken, current));
        }

        return orders.MoveToImmutable();
    }

    // Layers that take channels apart want them last; those that do not care take what comes.
    private static bool IsOnImages(LayerPlan layer) =>
        layer.Layer is Conv2d or ConvTranspose2d or InstanceNorm or Dropout2d or Upsample or AvgPool2d or MinibatchStdDev
        || (layer.Layer is BatchNorm && layer.Input.Rank > 1)
        || (layer.Layer is ClassInput && layer.Input.IsImage);

    // A dense layer that makes an image for layers on images makes it channels last.
    private static PixelOrder AfterDense(NetworkPlan plan, int index)
    {
        PixelOrder? order = null;
        if (plan.Layers[index].Output.Size <= MostPlainUnits)
            return PixelOrder.Plain;
        foreach (var layer in plan.Layers.Skip(index + 1))
        {
            if (layer.Layer is Reshape && layer.Output.IsImage && order == null)
                order = PixelOrder.ChannelsLast(layer.Output);
            else if (layer.Layer is Dense or Reshape || (layer.Layer is ClassInput && !layer.Input.IsImage))
                return PixelOrder.Plain;
            else if (IsOnImages(layer))
                return order ?? PixelOrder.Plain;
        }

        return PixelOrder.Plain;
    }
}
