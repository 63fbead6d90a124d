using System.Globalization;
using GanActors.Runs;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>An evaluation for people: every figure with what real items score, and what it rests on.</summary>
internal static class EvaluationTable
{
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        HeadingText.Line(console, "data", $"{report.Data}: {Figures.Count(report.Samples)} generated items{(report.Extractor is null ? "" : $" against {Figures.Count(report.Reals)} real ones")}");
        if (report.Extractor is { } extractor)
        {
            HeadingText.Line(console, "by", $"{extractor.Name}, {extractor.Features} features");
            HeadingText.Line(console, "", extractor.Note);
        }

        var table = Tables.Plain(console, "figure", "generated", "real", "better", "what it says");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var (name, label, meaning) in Rows)
        {
            if (!report.Figures.TryGetValue(name, out double value))
                continue;
            string better = FigureNames.LessIsBetter(name) switch { true => "less", false => "more", null => "" };
            table.AddRow(new Markup($"[bold]{label}[/]"), new Text(Generated(report, name, value)), new Text(Real(report, name)), new Text(better), new Text(meaning));
        }

        console.Write(table);
        if (!report.Classes.IsEmpty)
            console.Write(Classes(console, report));
        foreach (string note in report.Notes)
            HeadingText.Line(console, "note", note);
        HeadingText.Line(console, "took", $"{report.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
    }

    private static readonly (string Name, string Label, string Meaning)[] Rows =
    [
        (FigureNames.Fid, "FID", "Frechet distance of these features; comparable only with these"),
        (FigureNames.Kid, "KID", "kernel distance of these features, with its standard error"),
        (FigureNames.Precision, "precision", "share of generated items within the real manifold"),
        (FigureNames.Recall, "recall", "share of real items within the generated manifold"),
        (FigureNames.Density, "density", "how densely real items surround generated ones"),
        (FigureNames.Coverage, "coverage", "share of real neighbourhoods that are hit"),
        (FigureNames.ClassifierScore, "classifier score", "clear and varied classes: 1 to their number"),
        (FigureNames.ClassDistance, "class distance", "total variation of the class histograms"),
        (FigureNames.ClassEntropy, "class entropy", "in nats"),
        (FigureNames.ClassAgreement, "class agreement", "share of items of the class asked for"),
        (FigureNames.NearestRatio, "nearest ratio", "distance to training items against unseen real ones'; near 0: copies"),
        (FigureNames.Modes, "modes", "found"),
        (FigureNames.HighQuality, "high quality", "share of samples within three deviations of a mode"),
        (FigureNames.ReverseKl, "reverse KL", "of the modes, in nats"),
    ];

    private static string Generated(EvaluationReport report, string name, double value) => name switch
    {
        FigureNames.Kid => $"{Figures.Real(value)} +- {Figures.Real(report.Figures.GetValueOrDefault(FigureNames.KidError, double.NaN))}",
        FigureNames.Modes => Figures.Count((long)value),
        _ => Figures.Real(value),
    };

    private static string Real(EvaluationReport report, string name) => name switch
    {
        FigureNames.Fid when report.Floor is { } floor => Figures.Real(floor.Fid),
        FigureNames.Kid when report.Floor is { } floor => $"{Figures.Real(floor.Kid)} +- {Figures.Real(floor.KidError)}",
        FigureNames.ClassifierScore => Figures.Real(report.Figures.GetValueOrDefault(FigureNames.ClassifierScoreReal, double.NaN)),
        FigureNames.ClassEntropy => Figures.Real(report.Figures.GetValueOrDefault(FigureNames.ClassEntropyReal, double.NaN)),
        FigureNames.Modes => Figures.Count((long)report.Figures.GetValueOrDefault(FigureNames.ModesTotal)),
        _ => "",
    };

    private static Table Classes(IAnsiConsole console, EvaluationReport report)
    {
        const int Width = 20;
        double most = report.Classes.Max(share => Math.Max(share.Real, share.Generated));
        var table = Tables.Plain(console, "class", "real", "generated", "");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var share in report.Classes)
        {
            table.AddRow(
                new Text(share.Name), new Text(Figures.Share(share.Real)), new Text(Figures.Share(share.Generated)),
                new Markup(Bar.Markup(share.Generated / most, Width, Color.Green, console.Profile.Capabilities.Unicode)));
        }

        return table;
    }
}
