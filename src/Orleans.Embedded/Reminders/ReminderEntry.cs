using Orleans.Runtime;

namespace Orleans;

/// <summary>A reminder as it is kept.</summary>
[GenerateSerializer]
public sealed class ReminderEntry
{
    /// <summary>Whom it reminds.</summary>
    [Id(0)]
    public GrainId GrainId { get; set; }

    /// <summary>Its name among the grain's reminders.</summary>
    [Id(1)]
    public string ReminderName { get; set; } = "";

    /// <summary>When the first tick is due, UTC.</summary>
    [Id(2)]
    public DateTime StartAt { get; set; }

    /// <summary>From one tick to the next.</summary>
    [Id(3)]
    public TimeSpan Period { get; set; }

    /// <summary>Which write it is.</summary>
    [Id(4)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"<{GrainId} \"{ReminderName}\" from {StartAt:O} every {Period}, etag {ETag}>";
}
