using System.Text;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Fuzzing.Tests;

/// <summary>YAML files with recipes.</summary>
internal sealed class RecipeFiles : Reader
{
    // A mebibyte is the longest that is read, into a buffer of that size; a tree of its words takes some more.
    internal static readonly MemoryBound Bound = new(PerByte: 3_000, Constant: 8 << 20);

    /// <summary>The recipes that ship.</summary>
    internal static readonly string[] Texts = [.. RecipeLibrary.Shipped.Names.Select(name => File.ReadAllText(RecipeLibrary.Shipped.Find(name)))];

    /// <summary>Every word of them, and some more.</summary>
    internal static readonly string[] Words =
    [
        .. Texts.SelectMany(text => text.Split([' ', '\n', ':', ',', '{', '}', '[', ']'], StringSplitOptions.RemoveEmptyEntries)).Distinct(),
        "true", "none", "null", "~", "*a", "&a", "!!binary", "!tag", "<<", "folder", "size", "conditional", "class", "spectral_norm", "ema", "penalty", "r1", "stop", "fooled",
    ];

    private readonly string _path;

    public RecipeFiles()
        : base("recipe", 1_000, Bound) => _path = Path.Combine(Folder.Path, "spoilt.yaml");

    public override byte[] Input(Dice dice)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(TextMutations.Spoil(dice, dice.OneOf(Texts), Words, Texts));
        return dice.Chance(15) ? ByteMutations.Spoil(dice, bytes, [bytes], most: 1) : bytes;
    }

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        return Check(() => RecipeReader.ReadFile(_path));
    }

    /// <summary>A recipe must say the same when it is written and read again, and its shapes be found or refused.</summary>
    internal static bool Check(Func<RecipeDocument> read)
    {
        RecipeDocument document;
        try
        {
            document = read();
        }
        catch (RecipeException fault)
        {
            return Refused(fault);
        }

        var again = RecipeReader.Read(RecipeWriter.Write(document.Recipe)).Recipe;
        if (again != document.Recipe)
            throw new InvalidDataException("the recipe says something else when it has been written and read again");
        try
        {
            document.Check(new Shape(1, 28, 28), classes: 10);
            return true;
        }
        catch (RecipeException fault)
        {
            return Refused(fault);
        }
    }

    private static bool Refused(RecipeException fault) => Refusal.Check(fault.Message, fault.Override is null ? fault.File! : "--set ");
}
