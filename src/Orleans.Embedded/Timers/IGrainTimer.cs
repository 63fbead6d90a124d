namespace Orleans.Runtime;

/// <summary>A timer of one activation. Disposing it stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when it ticks next and how often then.</summary>
    /// <param name="dueTime">From now to the next tick; <see cref="Timeout.InfiniteTimeSpan"/> stops it.</param>
    /// <param name="period">From the end of one tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> means once.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}
