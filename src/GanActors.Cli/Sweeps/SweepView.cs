using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>One way of showing a sweep: a live leaderboard, plain lines, JSON lines.</summary>
internal abstract class SweepView
{
    /// <summary>What is searched.</summary>
    public abstract void Begin(SweepHeading heading);

    /// <summary>Shows the sweep while it goes on, and gives back how it ended.</summary>
    public async Task<SweepProgress> Follow(SweepHeading heading, IAsyncEnumerable<SweepProgress> course)
    {
        SweepProgress? last = null;
        await Show(heading, Remembered());
        return last ?? throw new InvalidOperationException("The sweep was never looked at.");

        async IAsyncEnumerable<SweepProgress> Remembered()
        {
            await foreach (var progress in course)
            {
                last = progress;
                yield return progress;
            }
        }
    }

    /// <summary>What came of it.</summary>
    public abstract void End(SweepHeading heading, SweepProgress last);

    /// <summary>Shows each look.</summary>
    protected abstract Task Show(SweepHeading heading, IAsyncEnumerable<SweepProgress> course);
}
