namespace GanActors.Engines;

/// <summary>How a forward treats the batch.</summary>
internal enum PassMode
{
    /// <summary>Running statistics, no dropout.</summary>
    Inference,

    /// <summary>Batch statistics and dropout, weights frozen.</summary>
    Frozen,

    /// <summary>Batch statistics and dropout; the statistics will move the running ones at the next step.</summary>
    Training,
}
