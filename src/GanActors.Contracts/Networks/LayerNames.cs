namespace GanActors.Networks;

/// <summary>The word a recipe uses for each layer.</summary>
public static class LayerNames
{
    /// <summary>For example <c>conv_transpose2d</c>.</summary>
    public static string Of(Layer layer) => layer switch
    {
        Dense => "dense",
        Conv2d => "conv2d",
        ConvTranspose2d => "conv_transpose2d",
        BatchNorm => "batch_norm",
        LayerNorm => "layer_norm",
        InstanceNorm => "instance_norm",
        Dropout => "dropout",
        Dropout2d => "dropout2d",
        Flatten => "flatten",
        Reshape => "reshape",
        Upsample => "upsample",
        AvgPool2d => "avg_pool2d",
        MinibatchStdDev => "minibatch_stddev",
        ClassInput => "class",
        LeakyRelu => "leaky_relu",
        Relu => "relu",
        Selu => "selu",
        Elu => "elu",
        Gelu => "gelu",
        Softplus => "softplus",
        Tanh => "tanh",
        Sigmoid => "sigmoid",
        _ => throw new NotSupportedException($"No name for {layer.GetType().Name}."),
    };
}
