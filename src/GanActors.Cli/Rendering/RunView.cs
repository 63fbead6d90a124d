using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>One way of showing a run: a live table, plain lines, JSON lines.</summary>
internal abstract class RunView
{
    /// <summary>Something to know before the run starts, for example which data set was chosen and why.</summary>
    public abstract void Note(string text);

    /// <summary>What runs, where, and its layer tables.</summary>
    public abstract void Begin(RunHeading heading);

    /// <summary>Shows the run while it goes on, and gives back how it ended.</summary>
    public abstract Task<RunProgress> Follow(RunHeading heading, IAsyncEnumerable<Snapshot> course);

    /// <summary>Final figures and what was left behind.</summary>
    public abstract void End(RunHeading heading, RunProgress last, Leavings leavings);
}
