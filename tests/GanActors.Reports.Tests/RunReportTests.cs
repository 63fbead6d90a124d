using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanActors.Datasets.Tests;

namespace GanActors.Reports.Tests;

public sealed partial class RunReportTests : IDisposable
{
    private const string Recipe = """
        name: tiny
        description: A run for tests.
        generator:
          layers: [ { dense: 784 }, tanh, { reshape: [1, 28, 28] } ]
        discriminator:
          layers: [ flatten, { dense: 1 } ]

        """;

    private readonly TemporaryFolder _folder = new();

    private string Run => Path.Combine(_folder.Path, "runs", "tiny-1");

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text) => _folder.Write(Path.Combine("runs", "tiny-1", name), Encoding.UTF8.GetBytes(text));

    private void WriteLeast(int rows = 3)
    {
        Write("recipe.yaml", Recipe);
        Write("metrics.csv", "iteration,epoch,d_loss,g_loss,d_accuracy_real,d_penalty\n" + string.Concat(Enumerable.Range(1, rows).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{i},{i / 10f},{1f / i},{0.5 + (i % 7)},0.75,\n"))));
    }

    [Fact]
    public void A_recipe_and_metrics_are_enough()
    {
        WriteLeast();
        string page = RunReport.Of(Run);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Equal(["Course", "Recipe", "Environment, and how to run it again"], Headings(page));
        Assert.Contains("<h1>tiny-1<span class=\"state \">not ended</span></h1>", page, StringComparison.Ordinal);
        Assert.Contains("There is no summary in the run's folder", page, StringComparison.Ordinal);
        Assert.Equal(["Losses", "Accuracy of the discriminator"], Charts(page));
    }

    [Fact]
    public void A_run_that_ended_has_every_part()
    {
        WriteAll();
        string page = RunReport.Of(Run);
        Assert.Equal(
            ["Alarms", "Course", "Samples", "Evaluation", "Last iteration", "Events", "Recipe", "Environment, and how to run it again"], Headings(page));
        Assert.Contains("<span class=\"state completed\">completed</span>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>1,000 of 2,000</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>2 min 1 s</dd>", page, StringComparison.Ordinal);
        Assert.Contains("Features of mnist classifier 1a2b3c4d (98.9 %); 10,000 samples against 9,000 real ones.", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">real against real, 5,000 each</td><td class=\"number\">1.25</td>", page, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"alarm\"><td class=\"time\">2026-01-31 12:00:00</td><td class=\"number\">500</td><td>alarm</td><td class=\"words\">D wins</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("ganactors train ./tiny.yaml", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluations_by_different_features_stand_in_different_tables()
    {
        WriteLeast();
        Write("evaluations.jsonl", Evaluation(100, "aaaa", 3.5) + "\n" + Evaluation(200, "aaaa", 2.5) + "\n" + Evaluation(300, "bbbb", 1.5) + "\n");
        string page = RunReport.Of(Run);
        Assert.Equal(2, Occurrences(page, "<th class=\"number\">fid &darr;</th>"));
    }

    [Fact]
    public void Nothing_is_fetched_from_anywhere()
    {
        WriteAll();
        string page = RunReport.Of(Run);
        Assert.DoesNotMatch(Address(), page);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Source().Matches(page), source => Assert.StartsWith("data:image/png;base64,", source.Groups[1].Value, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_files_say_stays_text()
    {
        const string evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
        string json = System.Text.Json.JsonSerializer.Serialize(evil);
        WriteLeast();
        Write("recipe.yaml", Recipe.Replace("A run for tests.", "'</title><script>alert(1)</script>'", StringComparison.Ordinal) + $"# {evil}\n");
        Write("metrics.csv", $"iteration,d_loss,{evil}\n1,0.5,1\n");
        Write("summary.json", $$$"""{"run":{{{json}}},"state":{{{json}}},"reason":{{{json}}},"data":{{{json}}},"final":{ {{{json}}}:1},"environment":{ {{{json}}}:{{{json}}} },"digest":{ {{{json}}}:{{{json}}} } }""");
        Write("events.jsonl", $$$"""{"event":"alarm {{{evil.Replace("\"", "", StringComparison.Ordinal)}}}","time":{{{json}}},"words":{{{json}}}}""" + "\n");
        Write("evaluation.json", $$$"""{"extractor":{"name":{{{json}}},"hash":"x"},"figures":{ {{{json}}}:1},"notes":[{{{json}}}]}""");
        string page = RunReport.Of(Run);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        // The page's own: the plot's figures, and the script at the end.
        Assert.Equal(Charts(page).Length + 1, Occurrences(page, "</script>"));
        Assert.Equal(1, Occurrences(page, "</title></head>") + Occurrences(page, "</title><style>"));
    }

    [Fact]
    public void A_long_run_makes_no_longer_a_page()
    {
        WriteLeast(rows: 500);
        int few = RunReport.Of(Run).Length;
        WriteLeast(rows: 50_000);
        string page = RunReport.Of(Run);
        Assert.InRange(page.Length, few / 2, few * 2);
        Assert.Contains("50,000 rows of metrics.csv in 240 stretches", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_sheets_the_first_and_the_last_and_some_between_come_along()
    {
        WriteLeast();
        for (int i = 0; i < 150; i++)
            _folder.Write($"runs/tiny-1/samples/iteration-{i * 10:D6}.png", Png(8, 8));
        _folder.Write("runs/tiny-1/samples/iteration-999999.png", "no picture, though its name says so, and of some length"u8.ToArray());
        _folder.Write("runs/tiny-1/samples/else.png", Png(8, 8));
        string page = RunReport.Of(Run);
        Assert.Contains("alt=\"iteration 0\"", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"iteration 1,470\"", page, StringComparison.Ordinal);
        Assert.Contains("59 of the run&#39;s 151 sheets are here, from the first to the last; 1 could not be read.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_half_written_is_passed_over()
    {
        WriteLeast();
        File.AppendAllText(Path.Combine(Run, "metrics.csv"), "4,0.");
        Write("events.jsonl", "{\"event\":\"rollback\",\"words\":\"to 100\"}\n{\"event\":");
        string page = RunReport.Of(Run);
        Assert.Contains("3 rows of metrics.csv.", page, StringComparison.Ordinal);
        Assert.Contains("to 100", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_an_iteration_says_so()
    {
        WriteLeast(rows: 0);
        Assert.Contains("No iteration is in metrics.csv yet.", RunReport.Of(Run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics.csv", "", "metrics.csv: is empty")]
    [InlineData("metrics.csv", "a,b\n1,2\n", "metrics.csv:1: is no header of a run's metrics")]
    [InlineData("metrics.csv", "iteration,d_loss\n1,0.5\n2\n", "metrics.csv:3: has 1 fields, and the header names 2")]
    [InlineData("metrics.csv", "iteration,d_loss\n,5\n", "metrics.csv:2: iteration: '' counts no iterations")]
    [InlineData("metrics.csv", "iteration,d_loss\n1e999,5\n", "metrics.csv:2: iteration: '1e999' counts no iterations")]
    [InlineData("metrics.csv", "iteration,d_loss\n1,half\n", "metrics.csv:2: d_loss: 'half' is no number")]
    [InlineData("summary.json", "{", "summary.json: is no JSON")]
    [InlineData("summary.json", "[]", "summary.json: is no JSON object")]
    [InlineData("summary.json", "{\"a\":1,\"a\":2}", "summary.json: is no JSON")]
    [InlineData("events.jsonl", "{}\nx\n", "events.jsonl:2: is no JSON")]
    [InlineData("evaluation.json", "", "evaluation.json: is no JSON")]
    [InlineData("recipe.yaml", "name: tiny\n", "recipe.yaml:1:1: generator: missing")]
    public void A_damaged_file_is_named_with_its_line(string file, string text, string message)
    {
        WriteLeast();
        Write(file, text);
        var fault = Assert.Throws<ReportException>(() => RunReport.Of(Run));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_folder_of_something_else_is_no_run()
    {
        Assert.EndsWith("there is no such folder", Assert.Throws<ReportException>(() => RunReport.Of(Run)).Message, StringComparison.Ordinal);
        Write("notes.txt", "");
        Assert.EndsWith("holds no run: there is no recipe.yaml in it", Assert.Throws<ReportException>(() => RunReport.Of(Run)).Message, StringComparison.Ordinal);
        Assert.EndsWith("is a file; a run is a folder", Assert.Throws<ReportException>(() => RunReport.Of(Path.Combine(Run, "notes.txt"))).Message, StringComparison.Ordinal);
    }

    private void WriteAll()
    {
        WriteLeast(rows: 1_000);
        Write("summary.json", """
            {"run":"tiny-1","state":"completed","reason":"stopped on request","iterations":1000,"iterations_planned":2000,"data":"digits","epochs":5.5,
             "final":{"d_loss":0.5,"g_loss":null},"time":{"seconds":121.4,"iterations_per_second":8.2},"parameters":{"total":214673},
             "environment":{"generator_device":"cpu","version":"0.1.0"},"digest":{"generator":"ab","discriminator":"cd"},"modes":null}
            """);
        Write("events.jsonl", """
            {"event":"metrics","iteration":1}
            {"event":"alarm","time":"2026-01-31T12:00:00Z","iteration":500,"words":"D wins"}
            {"event":"checkpoint","time":"2026-01-31T12:00:01Z","iteration":600,"version":"600.1"}

            """);
        Write("evaluation.json", Evaluation(1000, "1a2b3c4d", 12.5));
        _folder.Write("runs/tiny-1/samples/iteration-000000.png", Png(8, 8));
        _folder.Write("runs/tiny-1/samples/iteration-001000.png", Png(8, 8));
        _folder.Write("runs/tiny-1/real.png", Png(8, 8));
    }

    private static string Evaluation(int iteration, string hash, double fid) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"format":1,"data":"mnist","iteration":{{iteration}},"samples":10000,"reals":9000,"extractor":{"name":"mnist classifier {{hash}} (98.9 %)","hash":"{{hash}}"},
        "figures":{"fid":{{fid}},"kid":0.01,"kid_error":null},"floor":{"samples":5000,"fid":1.25,"kid":0},"notes":["Test images only."]}
        """).ReplaceLineEndings(" ");

    internal static byte[] Png(int width, int height)
    {
        byte[] png = new byte[64];
        ((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).CopyTo(png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    private static string[] Headings(string page) => [.. Heading().Matches(page).Select(match => match.Groups[1].Value)];

    private static string[] Charts(string page) => [.. Chart().Matches(page).Select(match => match.Groups[1].Value)];

    private static int Occurrences(string page, string what) => page.Split(what).Length - 1;

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex Heading();

    [GeneratedRegex("<figure class=\"chart\"><div class=\"title\">(.*?)</div>")]
    private static partial Regex Chart();

    [GeneratedRegex("[a-z]+://", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("\\s(?:src|href)=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Source();
}
