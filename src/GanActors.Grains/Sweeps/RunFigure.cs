using System.Text.Json;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Sweeps;

/// <summary>Reads the figure that a sweep wants from what a run has left.</summary>
internal static class RunFigure
{
    /// <summary>The figure of a run that has come to an iteration.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="metric">One of <see cref="RunFigures.Names"/>.</param>
    /// <param name="progress">How the run stands at its end.</param>
    /// <returns>The figure: NaN if it is no number, null if it was not measured. Name of the extractor it is of, which tells its weights, if it is of one.</returns>
    public static (double? Figure, string? Extractor) Of(string folder, string metric, RunProgress progress) =>
        FigureNames.All.Contains(metric) ? OfEvaluation(Path.Combine(folder, EvaluationJson.CourseFileName), metric, progress.Iterations)
        : progress.Latest is { } row ? (RunFigures.Of(row)[metric], null)
        : (null, null);

    // Not by the run's events: those are gone with the process that died between an evaluation and its line in the journal.
    private static (double? Figure, string? Extractor) OfEvaluation(string path, string metric, long iteration)
    {
        if (!File.Exists(path))
            return (null, null);
        foreach (string line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            var evaluation = json.RootElement;
            if (evaluation.GetProperty("iteration").GetInt64() != iteration)
                continue;
            var extractor = evaluation.GetProperty("extractor");
            double figure = evaluation.GetProperty("figures").TryGetProperty(metric, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
            return (figure, extractor.ValueKind == JsonValueKind.Null ? null : extractor.GetProperty("name").GetString());
        }

        return (null, null);
    }
}
