using System.Collections.Immutable;
using System.Globalization;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Reports.Sweeps;

/// <summary>Reads a sweep's folder.</summary>
internal static class SweepRecordReader
{
    private const int MostSheets = 9;

    // No figure is so large; with one that is, there would be nothing to draw.
    private const double Absurd = 1e100;

    /// <exception cref="ReportException">The folder is none of a sweep, or a file in it is damaged.</exception>
    public static SweepRecord Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ReportException(folder, File.Exists(folder) ? "is a file; a sweep is a folder" : "there is no such folder");
        foreach (string needed in new[] { SweepFiles.Sweep, SweepFiles.Summary })
        {
            if (!File.Exists(Path.Combine(folder, needed)))
                throw new ReportException(folder, $"holds no sweep to report on: there is no {needed} in it");
        }

        try
        {
            string yaml = Path.Combine(folder, SweepFiles.Sweep);
            var spec = SweepReader.ReadFile(yaml).Spec;
            var summary = SweepSummary.Read(folder);
            Check(spec, summary, Path.Combine(folder, SweepFiles.Summary));
            var board = Leaderboard.Of(spec.Objective, summary.Progress.Trials);
            return new SweepRecord(File.ReadAllText(yaml), spec, summary, board, Sheets(folder, board));
        }
        catch (RecipeException fault)
        {
            throw new ReportException(fault.Position.ToString(), $"{(fault.Key is null ? "" : fault.Key + ": ")}{fault.Problem}", fault);
        }
        catch (SweepException fault)
        {
            // It names the file itself.
            string path = Path.Combine(folder, SweepFiles.Summary);
            throw new ReportException(path, fault.Message.Replace(path + ": ", "", StringComparison.Ordinal), fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReportException(folder, $"cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The summary is of this sweep: what follows may count on it.</summary>
    private static void Check(SweepSpec spec, SweepSummary summary, string path)
    {
        if (summary is not { Sweep: not null, Objective: not null, Progress: { Trials.IsDefault: false } progress })
            throw new ReportException(path, "lacks the sweep's name, objective or trials");
        var numbers = new HashSet<int>();
        foreach (var trial in progress.Trials)
        {
            if (trial is not { Number: >= 0, Reports.IsDefault: false, Configuration.Settings.IsDefault: false } || !numbers.Add(trial.Number))
                throw new ReportException(path, "has a trial without a number of its own, reports or configuration");
            string place = string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number}");
            if (trial.Reports.Any(report => report is not { Iteration: >= 0, Seeds.IsDefault: false } || !(Math.Abs(report.Objective) < Absurd)))
                throw new ReportException(path, $"{place} has a report without an iteration, or with an objective that is no figure");
            if (trial.Configuration.Settings.FirstOrDefault(setting => !Fits(spec.Space, setting)) is { } odd)
                throw new ReportException(path, $"{place} has a value that is none of the sweep's space: {odd}");
        }
    }

    private static bool Fits(SearchSpace space, Setting? setting)
    {
        if (setting is not { Key: not null, Value: not null } || setting.Parameter < 0 || setting.Parameter >= space.Parameters.Length)
            return false;
        var (key, distribution, _) = space.Parameters[setting.Parameter];
        return key == setting.Key && (distribution is ChoiceDistribution choice
            ? choice.Values.Contains(setting.Value)
            : double.TryParse(setting.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number));
    }

    private static ImmutableArray<MemberSheet> Sheets(string folder, ImmutableArray<Trial> board)
    {
        var sheets = ImmutableArray.CreateBuilder<MemberSheet>();
        long bytes = 0;
        foreach (var trial in board.Where(trial => trial is { State: not TrialState.Failed, Latest: not null }).Take(2 * MostSheets))
        {
            if (sheets.Count == MostSheets || SheetTimeline.Newest(Path.Combine(folder, SweepFiles.Run(trial.Number, 1), "samples")) is not { } sheet)
                continue;
            bytes += sheet.Png.Length;
            if (bytes > SheetTimeline.MostBytes)
                break;
            sheets.Add(new MemberSheet(trial, sheet));
        }

        return sheets.ToImmutable();
    }
}
