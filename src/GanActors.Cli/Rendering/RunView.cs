using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>One way of showing a run: a live table, plain lines, JSON lines.</summary>
internal abstract class RunView
{
    /// <summary>What the run has told so far.</summary>
    public RunOutcome Outcome { get; } = new();

    /// <summary>Something to know before the run starts, for example which data set was chosen and why.</summary>
    public abstract void Note(string text);

    /// <summary>What runs, where, and its layer tables.</summary>
    public abstract void Begin(RunHeading heading);

    /// <summary>Shows the run while it goes on, and gives back how it ended.</summary>
    public async Task<RunProgress> Follow(RunHeading heading, IAsyncEnumerable<Snapshot> course)
    {
        RunProgress? last = null;
        await Show(heading, Remembered());
        return last ?? throw new InvalidOperationException("The run was never looked at.");

        async IAsyncEnumerable<Snapshot> Remembered()
        {
            await foreach (var snapshot in course)
            {
                last = snapshot.Progress;
                Outcome.Add(last);
                yield return snapshot;
            }
        }
    }

    /// <summary>Final figures and what was left behind.</summary>
    public abstract void End(RunHeading heading, RunProgress last, Leavings leavings);

    /// <summary>Shows each snapshot.</summary>
    protected abstract Task Show(RunHeading heading, IAsyncEnumerable<Snapshot> course);
}
