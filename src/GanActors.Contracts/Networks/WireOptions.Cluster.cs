namespace GanActors.Networks;

/// <summary>What a silo or a client sends, and takes.</summary>
public sealed class WireOptions
{
    /// <summary>
    /// Whether batches that may be rounded (<see cref="Batch.MayRound"/>) are sent as float16, in half as many bytes. What a run comes to then depends on whether its
    /// networks are on one silo. What is received says by itself how it was sent, so silos need not agree.
    /// </summary>
    public bool RoundBatches { get; set; }

    /// <summary>Bytes of one batch's values, counted as float32.</summary>
    public int BatchBytes { get; set; } = WireLimits.BatchBytes;

    /// <summary>Bytes of a message's body.</summary>
    public int MessageBytes { get; set; } = WireLimits.MessageBytes;
}
