using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>One way of showing a run: a live table, plain lines, JSON lines.</summary>
internal abstract class RunView
{
    /// <summary>The newest sample sheet seen, a full path.</summary>
    public string? LastSheet { get; private set; }

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
                LastSheet = last.Events.OfType<SheetEvent>().LastOrDefault()?.Path ?? LastSheet;
                yield return snapshot;
            }
        }
    }

    /// <summary>Final figures and what was left behind.</summary>
    public abstract void End(RunHeading heading, RunProgress last, Leavings leavings);

    /// <summary>Shows each snapshot.</summary>
    protected abstract Task Show(RunHeading heading, IAsyncEnumerable<Snapshot> course);
}
