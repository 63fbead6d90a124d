using GanActors.Cells;
using GanActors.Server.Runs;

namespace GanActors.Cli.Groups;

/// <summary>One way of showing a group: a live grid, plain lines, JSON lines.</summary>
internal abstract class GroupView
{
    /// <summary>What trains, and where.</summary>
    public abstract void Begin(GroupSpec spec, RunFolder folder, CellsStarted started);

    /// <summary>Shows each look.</summary>
    public abstract Task Show(IAsyncEnumerable<CellsProgress> course);

    /// <summary>How it ended.</summary>
    public abstract void End(RunFolder folder, CellsProgress last);
}
