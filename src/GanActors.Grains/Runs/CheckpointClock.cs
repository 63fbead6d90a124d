using System.Diagnostics;
using GanActors.Recipes;

namespace GanActors.Grains.Runs;

/// <summary>When the next checkpoint is due. Seconds are counted by a clock that nobody can set.</summary>
internal sealed class CheckpointClock(CheckpointSpec? spec)
{
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Whether one is due after so many iterations. To be asked after every iteration.</summary>
    public bool IsDue(long iterations) => spec switch
    {
        null => false,
        { Every: { } every } => iterations % every == 0,
        _ => Stopwatch.GetElapsedTime(_last).TotalSeconds >= spec.EverySeconds,
    };

    /// <summary>One was written, or tried.</summary>
    public void Restart() => _last = Stopwatch.GetTimestamp();
}
