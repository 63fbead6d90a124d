using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>One look at a run.</summary>
/// <param name="Progress">How it stands.</param>
/// <param name="Stopping">Whether it was asked to stop and has not yet.</param>
internal sealed record Snapshot(RunProgress Progress, bool Stopping);
