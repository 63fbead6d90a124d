using GanActors.Evaluation;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>An evaluation on its way, as a <see cref="GrowingLine"/>.</summary>
internal sealed class EvaluationLine(IAnsiConsole console) : IProgress<EvaluationProgress>, IDisposable
{
    private readonly GrowingLine _line = new(console);

    public void Report(EvaluationProgress value) => _line.Show(
        value.What, value.Done, value.Total, value.Total > 1 ? $"{value.What}: {Figures.Count(value.Done)} of {Figures.Count(value.Total)}" : value.What);

    public void Dispose() => _line.Dispose();
}
