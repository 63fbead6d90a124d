using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanActors.Datasets.Tests;
using GanActors.Reports.Sweeps;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Reports.Tests;

public sealed partial class SweepReportTests : IDisposable
{
    private const string Sweep = """
        name: tiny-sweep
        description: A sweep for tests.
        recipe:
          generator: { layers: [ { dense: 784 }, tanh, { reshape: [1, 28, 28] } ] }
          discriminator: { layers: [ flatten, { dense: 1 } ] }
        space:
          generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }
          discriminator.optimizer.betas[0]: { uniform: [0, 0.9] }
          batch: { grid: [32, 64, 128] }
          loss.kind: { choice: { hinge: {}, non-saturating: { loss.label_smoothing: { quniform: [0, 0.3, 0.1] } } } }
        objective: { metric: fid, seeds: 2 }
        scheduler: { kind: asha, rungs: [100, 300, 900] }

        """;

    private static readonly long[] Rungs = [100, 300, 900];

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "sweeps", "tiny-sweep");

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text) => _folder.Write(Path.Combine("sweeps", "tiny-sweep", name), Encoding.UTF8.GetBytes(text));

    private SweepSpec Write(ImmutableArray<Trial> trials, SweepState state = SweepState.Completed)
    {
        var spec = SweepReader.Read(Sweep).Spec;
        Write("sweep.yaml", SweepWriter.Write(spec));
        Write("summary.json", new SweepSummary(
            "tiny-sweep", spec.Objective, new SweepProgress(state, null, trials, 27, 12_600, 345.6, TimeSpan.FromMinutes(9.5), "mnist classifier 1a2b3c4d (98.9 %)")).ToJson());
        return spec;
    }

    private static ImmutableArray<Trial> Trials(int count) => [.. Enumerable.Range(0, count).Select(number =>
    {
        string kind = number % 3 == 0 ? "hinge" : "non-saturating";
        double rate = Math.Pow(10, -5 + (3.0 * number / count));
        var settings = ImmutableArray.Create(
            new Setting(0, "generator.optimizer.lr", rate.ToString("R", CultureInfo.InvariantCulture)),
            new Setting(1, "discriminator.optimizer.betas[0]", (0.9 * (number * 7 % count) / count).ToString("R", CultureInfo.InvariantCulture)),
            new Setting(2, "batch", (32 << (number % 3)).ToString(CultureInfo.InvariantCulture)),
            new Setting(3, "loss.kind", kind));
        if (kind == "non-saturating")
            settings = settings.Add(new Setting(4, "loss.label_smoothing", (number % 4 / 10.0).ToString(CultureInfo.InvariantCulture)));
        // The greater the rate, the better; every ninth comes to the end, every third to the middle.
        int reached = number % 9 == 8 ? 3 : number % 3 == 2 ? 2 : 1;
        var reports = Rungs.Take(reached).Select((rung, i) =>
        {
            double objective = (40 / (1 + i)) + (30 * -Math.Log10(rate));
            return new TrialFigures(rung, objective, [objective - 1, objective + 1], TimeSpan.FromSeconds((20 * number) + (15 * i)));
        });
        return number == 4
            ? new Trial(number, new Configuration(settings), TrialState.Failed, 0, 100, [], 0, "the generator diverged at iteration 57", RunFault.Diverged)
            : new Trial(number, new Configuration(settings), reached == 3 ? TrialState.Completed : TrialState.Reported, 0, Rungs[reached - 1], [.. reports]);
    })];

    [Fact]
    public void A_sweep_has_every_part()
    {
        Write(Trials(27));
        _folder.Write($"sweeps/tiny-sweep/{SweepFiles.Run(26, 1)}/samples/iteration-000000.png", RunReportTests.Png(8, 8));
        _folder.Write($"sweeps/tiny-sweep/{SweepFiles.Run(26, 1)}/samples/iteration-000900.png", RunReportTests.Png(8, 8));
        string page = SweepReport.Of(Folder);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Equal(
            ["Best", "Leaderboard", "Course", "Configurations", "Importance", "Samples of the best", "Failures", "Sweep"], Heading().Matches(page).Select(match => match.Groups[1].Value));
        Assert.Contains("<h1>tiny-sweep<span class=\"state completed\">completed</span></h1>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>27 of 27</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>9 min 30 s</dd>", page, StringComparison.Ordinal);
        Assert.Contains("Trial 26, with fid ", page, StringComparison.Ordinal);
        Assert.Matches(BestSheet(), page);
        Assert.Contains("<td>Diverged</td><td class=\"words\">the generator diverged at iteration 57</td>", page, StringComparison.Ordinal);
        Assert.Contains("ganactors train --from-best tiny-sweep", page, StringComparison.Ordinal);
        Assert.Contains("loss.label_smoothing (where loss.kind is non-saturating)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_decides_the_objective_is_told_first()
    {
        Write(Trials(27));
        var shares = Share().Matches(SweepReport.Of(Folder)).Select(match => (Key: match.Groups[1].Value, Share: int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))).ToArray();
        Assert.Equal(5, shares.Length);
        Assert.Equal("generator.optimizer.lr", shares[0].Key);
        Assert.True(shares[0].Share > 80, "The objective is a function of this rate.");
        Assert.All(shares[1..], other => Assert.True(other.Share < 50, other.Key));
    }

    [Fact]
    public void A_sweep_without_a_report_has_a_page()
    {
        Write([], SweepState.Running);
        string page = SweepReport.Of(Folder);
        Assert.Contains("No trial has begun.", page, StringComparison.Ordinal);
        Assert.Contains("No trial has reported yet.", page, StringComparison.Ordinal);
        Assert.Contains("too few to say", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(27)]
    public void Every_point_of_the_page_is_drawn_somewhere(int trials)
    {
        Write(Trials(trials), SweepState.Running);
        string page = SweepReport.Of(Folder);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
        Assert.Contains("<polyline class=\"trial best\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_from_anywhere()
    {
        Write(Trials(27));
        string page = SweepReport.Of(Folder);
        Assert.DoesNotMatch(Address(), page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_files_say_stays_text()
    {
        const string evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
        var trials = Trials(27);
        var spec = Write(trials);
        Write("summary.json", new SweepSummary(
            evil, spec.Objective, new SweepProgress(SweepState.Stopped, evil, trials.SetItem(4, trials[4] with { Failure = evil }), 27, 1, 1, TimeSpan.FromSeconds(1), evil)).ToJson());
        string page = SweepReport.Of(Folder);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("summary.json", "{", "summary.json: cannot be read")]
    [InlineData("summary.json", "{}", "summary.json")]
    [InlineData("sweep.yaml", "name: tiny\n", "sweep.yaml:1:1: recipe: missing")]
    public void A_damaged_file_is_named(string file, string text, string message)
    {
        Write(Trials(27));
        Write(file, text);
        Assert.Contains(message, Assert.Throws<ReportException>(() => SweepReport.Of(Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"value\": \"hinge\"", "\"value\": \"hings\"", "has a value that is none of the sweep's space: loss.kind=hings")]
    [InlineData("\"parameter\": 3", "\"parameter\": 9", "has a value that is none of the sweep's space")]
    [InlineData("\"number\": 5,", "\"number\": 6,", "has a trial without a number of its own")]
    [InlineData("\"iteration\": 300,", "\"iteration\": -300,", "has a report without an iteration")]
    public void A_summary_of_another_sweep_is_refused(string good, string bad, string message)
    {
        Write(Trials(27));
        string summary = File.ReadAllText(Path.Combine(Folder, "summary.json"));
        Assert.Contains(good, summary, StringComparison.Ordinal);
        Write("summary.json", summary.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<ReportException>(() => SweepReport.Of(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_something_else_is_no_sweep()
    {
        Assert.EndsWith("there is no such folder", Assert.Throws<ReportException>(() => SweepReport.Of(Folder)).Message, StringComparison.Ordinal);
        Write("notes.txt", "");
        Assert.EndsWith("there is no sweep.yaml in it", Assert.Throws<ReportException>(() => SweepReport.Of(Folder)).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex Heading();

    [GeneratedRegex("[a-z]+://", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("alt=\"trial 26, fid [0-9.]+, iteration 900\"")]
    private static partial Regex BestSheet();

    [GeneratedRegex("<tr><td>([^<]*)</td><td class=\"number\">([0-9]+) %</td>")]
    private static partial Regex Share();
}
