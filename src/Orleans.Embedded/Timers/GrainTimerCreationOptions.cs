using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer with a due time and a period.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>From now to the first tick; <see cref="Timeout.InfiniteTimeSpan"/> means not yet.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> means once.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks interleave with requests and other timers.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use of the activation.</summary>
    public bool KeepAlive { get; init; }
}
