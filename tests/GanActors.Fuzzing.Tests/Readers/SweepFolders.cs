using System.Text;
using GanActors.Reports;
using GanActors.Reports.Sweeps;
using GanActors.Sweeps;

namespace GanActors.Fuzzing.Tests;

/// <summary>A sweep's summary, of which a report is made.</summary>
internal sealed class SweepFolders : Reader
{
    private const string Sweep = """
        recipe:
          generator: { layers: [ { dense: 2 } ] }
          discriminator: { layers: [ { dense: 1 } ] }
        space: { generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }, loss.kind: { choice: [ hinge, saturating ] } }
        objective: modes
        budget: { iterations: 50 }

        """;

    private static readonly string[] Words = ["null", "-1", "1e999", "1e300", "NaN", "[]", "{}", "</script>", "<b>", "9223372036854775807", "reports", "settings", "donor"];

    private readonly string _folder;
    private readonly string _summary;

    // The style, the script, and what plots make of trials.
    public SweepFolders()
        : base("sweep-folder", 300, new MemoryBound(PerByte: 3_000, Constant: 16 << 20))
    {
        _folder = Path.Combine(Folder.Path, "sweep");
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, SweepFiles.Sweep), Sweep);
        var trials = Enumerable.Range(0, 9).Select(number => new Trial(
            number,
            new Configuration([new(0, "generator.optimizer.lr", $"0.00{number + 1}"), new(1, "loss.kind", number % 2 == 0 ? "hinge" : "saturating")]),
            TrialState.Reported,
            0,
            50,
            [new TrialFigures(25, number, [number], TimeSpan.FromSeconds(number + 1)), new TrialFigures(50, number + 1, [number + 1], TimeSpan.FromSeconds(number + 2), number == 3 ? 2 : null)]));
        _summary = new SweepSummary("s", SweepReader.Read(Sweep).Spec.Objective, new SweepProgress(SweepState.Running, "why", [.. trials], 9, 450, 10, TimeSpan.FromSeconds(20), null)).ToJson();
    }

    public override byte[] Input(Dice dice) => Encoding.UTF8.GetBytes(TextMutations.Spoil(dice, _summary, Words, [_summary]));

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(_folder, SweepFiles.Summary), input);
        try
        {
            string page = SweepReport.Of(_folder);
            return !page.Contains("<b>", StringComparison.Ordinal) && page.EndsWith("</html>\n", StringComparison.Ordinal) ? true : throw new InvalidDataException("the page is none");
        }
        catch (ReportException fault)
        {
            return Refusal.Check(fault.Message, _folder);
        }
    }
}
