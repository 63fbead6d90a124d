using System.Text;
using GanActors.Reports;

namespace GanActors.Fuzzing.Tests;

/// <summary>A run's folder, of which a report is made. The input is one of its files, behind a byte that says which.</summary>
internal sealed class RunFolders : Reader
{
    private static readonly (string Name, string Text)[] Files =
    [
        ("metrics.csv", "iteration,epoch,d_loss,g_loss,d_accuracy_real\n1,0.1,0.5,1.5,0.75\n2,0.2,0.4,,0.5\n3,0.3,NaN,1.25,1\n"),
        ("summary.json", """
            {"run":"tiny-1","state":"completed","iterations":3,"iterations_planned":3,"epochs":0.3,"parameters":{"total":7},"final":{"d_loss":0.5,"g_loss":null},
            "modes":{"captured":7,"of":8,"high_quality":0.9,"samples":1000},"digest":{"generator":"ab"},"time":{"seconds":1.5},"environment":{"runtime":"x"}}
            """),
        ("events.jsonl", "{\"event\":\"alarm\",\"time\":\"2026-01-31T12:00:00Z\",\"iteration\":2,\"words\":\"D wins\"}\n{\"event\":\"gate\",\"reason\":[1,2]}\n"),
        ("evaluation.json", """{"iteration":3,"samples":10,"reals":9,"extractor":{"name":"x","hash":"y"},"figures":{"fid":1.5,"kid":null},"floor":{"fid":1},"notes":["one",2]}"""),
        ("evaluations.jsonl", "{\"iteration\":1,\"samples\":10,\"figures\":{\"fid\":3}}\n"),
        ("recipe.yaml", "generator: { layers: [ { dense: 2 } ] }\ndiscriminator: { layers: [ { dense: 1 } ] }\n"),
    ];

    private static readonly string[] Words = ["iteration", "figures", "extractor", "null", "true", "[]", "{}", "</script>", "<b>", "NaN", "Infinity", "1e999"];

    private readonly string _folder;

    // The style, the script, and what a plot makes of a line.
    public RunFolders()
        : base("run-folder", 400, new MemoryBound(PerByte: 2_000, Constant: 8 << 20)) => _folder = Path.Combine(Folder.Path, "run");

    public override byte[] Input(Dice dice)
    {
        int which = dice.Below(Files.Length);
        byte[] good = Encoding.UTF8.GetBytes(Files[which].Text);
        byte[] spoilt = dice.Chance(25) ? ByteMutations.Spoil(dice, good, [good])
            : Encoding.UTF8.GetBytes(TextMutations.Spoil(dice, Files[which].Text, Words, [.. Files.Select(file => file.Text)]));
        return [(byte)which, .. spoilt];
    }

    public override bool Read(byte[] input)
    {
        Directory.CreateDirectory(_folder);
        foreach (var (name, text) in Files)
            File.WriteAllText(Path.Combine(_folder, name), text);
        if (input.Length > 0 && input[0] < Files.Length)
            File.WriteAllBytes(Path.Combine(_folder, Files[input[0]].Name), input[1..]);
        try
        {
            string page = RunReport.Of(_folder);
            return !page.Contains("<b>", StringComparison.Ordinal) && page.EndsWith("</html>\n", StringComparison.Ordinal) ? true : throw new InvalidDataException("the page is none");
        }
        catch (ReportException fault)
        {
            return Refusal.Check(fault.Message, _folder);
        }
    }
}
