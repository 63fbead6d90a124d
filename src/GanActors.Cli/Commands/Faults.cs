using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Cli.Commands;

/// <summary>What becomes of an exception that ends a command: one line, and an exit code.</summary>
internal static class Faults
{
    public static int Report(Exception fault, Surroundings surroundings, CancellationToken stop)
    {
        (int code, string line) = fault switch
        {
            OperationCanceledException when stop.IsCancellationRequested => (ExitCode.Stopped, "ganactors: stopped before anything was written"),
            // Starts with file and line, as editors like it.
            RecipeException => (ExitCode.BadInput, fault.Message),
            BadInputException or ExchangeException or DatasetException or NetworkShapeException or CheckpointException or RunLockedException => (ExitCode.BadInput, $"ganactors: {fault.Message}"),
            UnauthorizedAccessException => (ExitCode.BadInput, $"ganactors: {fault.Message}"),
            _ => (ExitCode.Failed, $"ganactors: {fault.GetType().Name}: {fault.Message}"),
        };
        surroundings.Errors.WriteLine(OneLine(line));
        if (surroundings.Debug)
            surroundings.Errors.WriteLine($"{fault.GetType()}{Environment.NewLine}{fault.StackTrace}");
        return code;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
