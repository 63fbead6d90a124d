namespace GanActors.Networks;

/// <summary>
/// Whether each item of a batch has a gradient of its own. R1 and WGAN-GP punish the gradient of an item's logit with respect to that item: where
/// a layer lets the items of a batch look at each other, there is no such thing (Gulrajani et al., 2017, section 4).
/// </summary>
public static class ItemGradients
{
    /// <summary>
    /// Whether what the layer makes of an item depends on that item alone: true of all but <see cref="BatchNorm"/> and <see cref="MinibatchStdDev"/>.
    /// </summary>
    public static bool Of(Layer layer) => layer is not (BatchNorm or MinibatchStdDev);

    /// <summary>Why a penalty on an item's gradient cannot be had of the layer, and what could stand in its place; null if it can.</summary>
    public static string? Refusal(Layer layer) => layer switch
    {
        BatchNorm => "a gradient penalty needs a gradient of each item, but batch_norm makes the items of a batch depend on each other; use layer_norm or instance_norm",
        MinibatchStdDev => "a gradient penalty needs a gradient of each item, but minibatch_stddev makes the items of a batch depend on each other; remove it",
        _ => null,
    };
}
