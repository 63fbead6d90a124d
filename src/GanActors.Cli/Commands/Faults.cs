using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Reports;
using GanActors.Server.Api;
using GanActors.Server.Clusters;
using GanActors.Server.Engines;
using GanActors.Server.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Commands;

/// <summary>What becomes of an exception that ends a command: one line, and an exit code.</summary>
internal static class Faults
{
    /// <summary>Characters of an error's line. Paths are the long part of it.</summary>
    public const int LongestLine = 2_000;

    public static int Report(Exception fault, Surroundings surroundings, CancellationToken stop)
    {
        (int code, string line) = fault switch
        {
            OperationCanceledException when stop.IsCancellationRequested => (ExitCode.Stopped, "ganactors: stopped before anything was written"),
            // Starts with file and line, as editors like it.
            RecipeException => (ExitCode.BadInput, fault.Message),
            BadInputException or ExchangeException or DatasetException or NetworkShapeException or ApiException or RequestException or CheckpointException or RunLockedException or ReportException or SweepException or ClusterException or EngineException or NoDeviceException =>
                (ExitCode.BadInput, $"ganactors: {fault.Message}"),
            UnauthorizedAccessException => (ExitCode.BadInput, $"ganactors: {fault.Message}"),
            _ => (ExitCode.Failed, $"ganactors: {fault.GetType().Name}: {fault.Message}"),
        };
        surroundings.Errors.WriteLine(ForeignText.Short(line, LongestLine));
        if (surroundings.Debug)
            surroundings.Errors.WriteLine($"{fault.GetType()}{Environment.NewLine}{fault.StackTrace}");
        return code;
    }
}
