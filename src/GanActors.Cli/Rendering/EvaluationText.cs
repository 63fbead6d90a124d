using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>An evaluation in one line.</summary>
internal static class EvaluationText
{
    private static readonly (string Name, string Label)[] Shown =
    [
        (FigureNames.Fid, "FID"), (FigureNames.Kid, "KID"), (FigureNames.Precision, "precision"), (FigureNames.Recall, "recall"),
        (FigureNames.ClassDistance, "class distance"), (FigureNames.Modes, "modes"), (FigureNames.HighQuality, "of high quality"),
    ];

    public static string InWords(EvaluationEvent evaluation)
    {
        var report = evaluation.Report;
        string figures = string.Join(", ", Shown.Where(shown => report.Figures.ContainsKey(shown.Name)).Select(shown => $"{shown.Label} {Text(report, shown.Name)}"));
        string features = report.Extractor is null ? "" : $", {report.Extractor.Name}";
        return $"evaluated after {Figures.Count(evaluation.Iteration)}: {figures} ({Figures.Count(report.Samples)} samples{features})";
    }

    private static string Text(EvaluationReport report, string name) => name switch
    {
        FigureNames.Fid when report.Floor is { } floor => $"{Figures.Real(report.Figures[name])} (real {Figures.Real(floor.Fid)})",
        FigureNames.Modes => $"{Figures.Count((long)report.Figures[name])} of {Figures.Count((long)report.Figures[FigureNames.ModesTotal])}",
        FigureNames.HighQuality => Figures.Share(report.Figures[name]),
        _ => Figures.Real(report.Figures[name]),
    };
}
