using System.Text;
using GanActors.Cli;
using GanActors.Cli.Commands;
using GanActors.Datasets;
using GanActors.Exchange;
using GanActors.Recipes;
using GanActors.Server.Runs;
using Spectre.Console;

namespace GanActors.Fuzzing.Tests;

/// <summary>Whole command lines, a word a line, up to the moment when a run would start.</summary>
internal sealed class CommandLines : Reader
{
    private static readonly string[] Lines =
    [
        "train\nring\n--seed\n7\n--out\nruns/ring-7\n--json", "train\nkeras-mnist-mlp\n--set\ndata.name=digits\n--iterations\n2000\n--threads\n2",
        "train\nquickstart\n--epochs\n3\n--data\ndata", "train\n./mine.yaml", "generate\nruns/known\n--seed\n7\n--count\n4\n--out\nsheet.csv", "generate\nknown\n--truncation\n0.7",
        "interpolate\nruns/known\n--out\nwalk.csv", "report\nruns/known", "report\nknown\n--out\nreport.html", "export\nruns/known\n--format\nonnx\n--out\nmodel.onnx", "export\nknown\n--weights\ncurrent\n--format\nsafetensors",
        "recipes\nlist", "recipes\nshow\nring", "data\nlist", "data\ninfo\nmnist", "data\nget\nmnist", "--help", "--version", "train\n--help", "", "[suggest:3]\ntrain",
    ];

    private static readonly string[] Words =
    [
        .. Lines.SelectMany(line => line.Split('\n')).Distinct(), "--", "-", "-h", "/?", "-?", "--out=", "--set=", "--set=a.b=c", "@file", "@", "--seed=-1", "runs", "runs/known",
        "generator.safetensors", "runs/../runs/known", "..", "../../..", "mine.yaml", "runs/known/generator.safetensors", "x.png", "x.csv", "--each", "--grid", "3x3", "0x0", "99999x99999",
        "--class", "--frames", "[diagram]", "[parse]", "[env:a=b]",
    ];

    private readonly DatasetCatalog _catalog;
    private readonly string _room;

    public CommandLines()
        : base("command-line", 300, new MemoryBound(PerByte: RecipeFiles.Bound.PerByte, Constant: 64 << 20))
    {
        // So deep that no `..` of the words above leads out of the folder.
        _room = Path.Combine(Folder.Path, "a", "b", "c", "d", "e", "f");
        _catalog = new DatasetCatalog(DataDirectory.Resolve(Path.Combine(_room, "data")), downloads: false);
    }

    // A command may work on another thread.
    public override long Allocated => GC.GetTotalAllocatedBytes(precise: true);

    public override byte[] Input(Dice dice)
    {
        var words = dice.OneOf(Lines).Split('\n').ToList();
        for (int left = dice.Between(0, 3); left > 0; left--)
        {
            int at = dice.Below(words.Count + 1);
            switch (dice.Below(6))
            {
                case 0:
                    dice.Note("word added");
                    words.Insert(at, dice.OneOf(Words));
                    break;
                case 1 when at < words.Count:
                    dice.Note("word removed");
                    words.RemoveAt(at);
                    break;
                case 2 when at < words.Count:
                    dice.Note("word repeated");
                    words.InsertRange(at, Enumerable.Repeat(words[at], dice.OneOf([1, 2, 200])));
                    break;
                case 3 when at < words.Count:
                    dice.Note("other word");
                    words[at] = dice.OneOf(Words);
                    break;
                case 4 when at < words.Count:
                    dice.Note("odd number");
                    words[at] = dice.OneOf(OddNumbers.Texts);
                    break;
                case 5 when at < words.Count:
                    words[at] = TextMutations.Spoil(dice, words[at], Words, Lines, most: 1);
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', words));
    }

    public override bool Read(byte[] input)
    {
        // No system hands over a word with a zero in it.
        string[] words = Encoding.UTF8.GetString(input).Replace("\0", "", StringComparison.Ordinal).Split('\n');
        if (words.Any(LeadsOut))
            return false;
        Prepare();
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int code = CommandTree.RunAsync(
            words,
            new Surroundings(
                ConsoleOn(output), ConsoleOn(errors), _room, TimeProvider.System, RecipeLibrary.Shipped,
                option => option is null ? _catalog : new DatasetCatalog(DataDirectory.Resolve(Path.GetFullPath(option, _room)), downloads: false),
                (_, _) => throw new BadInputException("here a run would start"),
                Debug: false),
            CancellationToken.None).GetAwaiter().GetResult();
        string text = errors.ToString();
        if (code == ExitCode.Done && text.Length == 0)
            return true;
        if (code != ExitCode.BadInput)
            throw new InvalidDataException($"exit code {code}: {text}");
        if (!text.EndsWith('\n'))
            throw new InvalidDataException($"the error is no line: {text}");
        // Notes on what is loaded may stand before the error.
        foreach (string line in text[..^1].Split('\n'))
            Refusal.Check(line);
        return false;
    }

    // A user may write where they may write; this test may not.
    private bool LeadsOut(string word)
    {
        foreach (string part in word.Split('='))
        {
            string path = Path.GetFullPath(part, Path.Combine(_room, "runs"));
            if (!path.StartsWith(Folder.Path, StringComparison.Ordinal) && !path.StartsWith("/proc/", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private void Prepare()
    {
        foreach (var entry in new DirectoryInfo(Folder.Path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }

        string known = Path.Combine(_room, "runs", "known");
        Directory.CreateDirectory(known);
        File.WriteAllBytes(Path.Combine(known, GeneratorFile.Name), GeneratorFiles.Points.Value);
        File.WriteAllText(Path.Combine(known, "recipe.yaml"), RecipeFiles.Texts[0]);
        File.WriteAllText(Path.Combine(known, "metrics.csv"), "iteration,d_loss\n1,0.5\n");
        File.WriteAllText(Path.Combine(_room, "mine.yaml"), RecipeFiles.Texts[0]);
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
    });
}
