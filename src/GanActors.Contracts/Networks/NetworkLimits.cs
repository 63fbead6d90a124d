namespace GanActors.Networks;

/// <summary>
/// The largest networks that are planned: far beyond what a run on one device needs, so that a mistyped size is an error, not a crash.
/// </summary>
public static class NetworkLimits
{
    /// <summary>Layers of one network.</summary>
    public const int Layers = 256;

    /// <summary>Elements of one item between two layers.</summary>
    public const int ItemElements = 1 << 24;

    /// <summary>Trainable numbers of one network: 1 GiB of float32.</summary>
    public const int Parameters = 1 << 28;

    /// <summary>Units of a dense layer, channels of a convolution, and any one dimension of a reshape.</summary>
    public const int Width = 65_536;

    /// <summary>Kernel, stride, padding, pooling window and upsampling factor.</summary>
    public const int Window = 256;

    /// <summary>Items whose standard deviation is taken together.</summary>
    public const int Group = 65_536;
}
