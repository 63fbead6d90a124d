using GanActors.Devices;

namespace GanActors.Grains.Revival;

/// <summary>What is kept of an order outside the grain that carries it out, so that it can be carried out elsewhere.</summary>
[GenerateSerializer, Alias("gan.kept-order")]
public sealed class KeptOrder
{
    /// <summary>The storage it is kept in.</summary>
    public const string Storage = "orders";

    /// <summary>Its name in a grain.</summary>
    public const string State = "order";

    /// <summary>Full path of the folder with the results; null if there is nothing to be done.</summary>
    [Id(0)]
    public string? Folder { get; set; }

    /// <summary>The resolved recipe of a run.</summary>
    [Id(1)]
    public string? Recipe { get; set; }

    /// <summary>Iterations after which a run breaks off.</summary>
    [Id(2)]
    public long? Until { get; set; }

    /// <summary>On what a run's networks are to be trained.</summary>
    [Id(3)]
    public DeviceWish Device { get; set; }

    /// <summary>How many runs a sweep trains at once.</summary>
    [Id(4)]
    public int? Parallel { get; set; }
}
