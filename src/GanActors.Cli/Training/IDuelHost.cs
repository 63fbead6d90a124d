using GanActors.Cells;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Training;

/// <summary>Where a run's grains live.</summary>
internal interface IDuelHost : IAsyncDisposable
{
    /// <summary>What its user is to know of its devices; null if there is nothing.</summary>
    string? Note => null;

    /// <summary>Reaches all of them; null where there is no more than the following.</summary>
    IGrainFactory? Grains => null;

    /// <summary>The coordinator of a run.</summary>
    ICoordinatorGrain Coordinator(RunId run);

    /// <summary>A group of networks.</summary>
    ICellsGrain Cells(RunId run);

    /// <summary>A sweep.</summary>
    ISweepGrain Sweep(string sweep);

    /// <summary>The board of all devices.</summary>
    IDeviceBoardGrain Devices();
}
