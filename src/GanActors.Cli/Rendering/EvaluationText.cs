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

    public static string InWords(EvaluationEvent evaluation) => $"evaluated {OfIteration(evaluation)} ({Basis(evaluation.Report)})";

    /// <summary>For example <c>after 5,000: FID 41.2000 (real 1.2100), KID 0.0310</c>.</summary>
    public static string OfIteration(EvaluationEvent evaluation)
    {
        var report = evaluation.Report;
        string figures = string.Join(", ", Shown.Where(shown => report.Figures.ContainsKey(shown.Name)).Select(shown => $"{shown.Label} {Text(report, shown.Name)}"));
        return $"after {Figures.Count(evaluation.Iteration)}: {figures}";
    }

    /// <summary>What the figures rest on, for example <c>10,000 samples, mnist classifier 1a2b3c4d (98.9 %)</c>.</summary>
    public static string Basis(EvaluationReport report) =>
        $"{Figures.Count(report.Samples)} samples{(report.Extractor is null ? "" : $", {report.Extractor.Name}")}";

    /// <summary>The figure that evaluations are compared by, for example <c>FID 39.8000 after 4,000</c>; null if there is none.</summary>
    public static string? Leading(EvaluationEvent evaluation) => FigureNames.Leading(evaluation.Report.Figures) is { } name
        ? $"{Array.Find(Shown, shown => shown.Name == name).Label} {Figures.Real(evaluation.Report.Figures[name])} after {Figures.Count(evaluation.Iteration)}"
        : null;

    /// <summary>The better of two evaluations; the newer if they may not be compared.</summary>
    public static EvaluationEvent Better(EvaluationEvent? older, EvaluationEvent newer)
    {
        if (older is null || !older.Report.IsComparableWith(newer.Report)
            || FigureNames.Leading(newer.Report.Figures) is not { } name || !older.Report.Figures.TryGetValue(name, out double before) || !double.IsFinite(before))
            return newer;
        double now = newer.Report.Figures[name];
        return (FigureNames.LessIsBetter(name) == true ? now < before : now > before) ? newer : older;
    }

    private static string Text(EvaluationReport report, string name) => name switch
    {
        FigureNames.Fid when report.Floor is { } floor => $"{Figures.Real(report.Figures[name])} (real {Figures.Real(floor.Fid)})",
        FigureNames.Modes => $"{Figures.Count((long)report.Figures[name])} of {Figures.Count((long)report.Figures[FigureNames.ModesTotal])}",
        FigureNames.HighQuality => Figures.Share(report.Figures[name]),
        _ => Figures.Real(report.Figures[name]),
    };
}
