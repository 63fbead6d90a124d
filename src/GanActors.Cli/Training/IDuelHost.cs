using GanActors.Duel;
using GanActors.Runs;

namespace GanActors.Cli.Training;

/// <summary>Where a run's grains live.</summary>
internal interface IDuelHost : IAsyncDisposable
{
    /// <summary>The coordinator of a run.</summary>
    ICoordinatorGrain Coordinator(RunId run);
}
