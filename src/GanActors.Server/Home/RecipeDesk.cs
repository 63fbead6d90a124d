using System.Collections.Immutable;
using GanActors.Cells;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Networks;
using GanActors.Populations;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;
using GanActors.Server.Api;
using GanActors.Server.Engines;
using GanActors.Server.Runs;
using GanActors.Server.Sweeps;
using GanActors.Sweeps;

namespace GanActors.Server.Home;

/// <summary>Recipes, sweeps and groups: those that ship, and texts that people write, checked by what would run them.</summary>
/// <param name="catalog">The data sets at hand.</param>
/// <param name="engine">What computes; null for what a silo takes unless asked.</param>
internal sealed class RecipeDesk(DatasetCatalog catalog, EngineKind? engine)
{
    /// <summary>The kinds of what can be started.</summary>
    public const string Recipe = "recipe", Sweep = "sweep", Cells = "cells", MdGan = "md-gan";

    private const string Probe = "zz-what-could-stand-here";

    private static RecipeLibrary Recipes => RecipeLibrary.Shipped;

    private static SweepLibrary Sweeps => SweepLibrary.Shipped;

    /// <summary>All that ship.</summary>
    public IReadOnlyList<RecipeRow> Rows() =>
        [.. Recipes.Names.Select(name => Row(name, Recipes.Find(name))), .. Sweeps.Names.Select(name => Row(name, Sweeps.Find(name)))];

    /// <summary>The text of one that ships.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public static RecipeText Text(string name, bool isSweep)
    {
        string yaml = File.ReadAllText(FileOf(name, isSweep));
        return new RecipeText(name, KindOf(yaml), yaml);
    }

    /// <summary>Reads what is to be a run's recipe.</summary>
    /// <param name="name">One that ships; null if a text is given.</param>
    /// <param name="yaml">A text; null if a name is given.</param>
    /// <param name="set">Values to change.</param>
    /// <exception cref="RequestException">Neither or both are given, there is none of that name, or it wants a folder that is not the server's to read.</exception>
    /// <exception cref="RecipeException">It cannot be used.</exception>
    public RecipeDocument Read(string? name, string? yaml, IReadOnlyList<string>? set)
    {
        var document = (name, yaml) switch
        {
            (not null, null) => RecipeReader.ReadFile(FileOf(name, isSweep: false), set),
            (null, not null) => RecipeReader.Read(yaml, overrides: set),
            _ => throw RequestException.Field("recipe", "give either recipe, the name of one that ships, or yaml, its text"),
        };
        return InOwnFolder(document);
    }

    /// <summary>Reads what is to be a sweep.</summary>
    /// <inheritdoc cref="Read"/>
    public SweepDocument ReadSweep(string text, string? file)
    {
        var document = SweepReader.Read(text, file, Recipes);
        InOwnFolder(document.Recipe);
        try
        {
            Schedulers.Of(document.Spec);
        }
        catch (ArgumentException fault)
        {
            throw document.Error("scheduler", fault.Message);
        }

        return document;
    }

    /// <summary>Reads what is to be a group.</summary>
    /// <inheritdoc cref="Read"/>
    public CellsDocument ReadGroup(string text, string? file)
    {
        var document = CellsReader.Read(text, file, Recipes);
        InOwnFolder(document.Recipe);
        return document;
    }

    /// <summary>The file of a recipe or a sweep that ships.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public static string FileOf(string name, bool isSweep)
    {
        var names = isSweep ? Sweeps.Names : Recipes.Names;
        if (!names.Contains(name, StringComparer.Ordinal))
            throw new RequestException(404, $"there is no {(isSweep ? Sweep : Recipe)} '{ForeignText.Short(name, ForeignText.LongestName)}'{NearestName.Hint(name, names, "there are")}");
        return isSweep ? Sweeps.Find(name) : Recipes.Find(name);
    }

    /// <summary>Whether a text describes a recipe, a sweep or a group.</summary>
    public static string KindOf(string yaml)
    {
        if (CellsReader.IsGroup(yaml))
            return yaml.Contains(MdGan, StringComparison.Ordinal) && yaml.Split('\n').Any(line => line.StartsWith("kind:", StringComparison.Ordinal) && line.Contains(MdGan, StringComparison.Ordinal)) ? MdGan : Cells;
        return yaml.Split('\n').Any(line => line.StartsWith("space:", StringComparison.Ordinal) || line.StartsWith("recipe:", StringComparison.Ordinal)) ? Sweep : Recipe;
    }

    /// <summary>Checks a text as its start would, but for what takes long: data that are not at hand are not fetched.</summary>
    public CheckedText Check(CheckText text)
    {
        string kind = KindOf(text.Yaml);
        var notes = new List<string>();
        try
        {
            string? own = null;
            RecipeDocument document;
            Func<DataShape, RecipePlans> check;
            SweepOutline? outline = null;
            long? iterations;
            switch (kind)
            {
                case Recipe:
                    document = Read(null, text.Yaml, text.Set);
                    check = shape => document.Check(shape.Item, shape.Classes);
                    iterations = document.Recipe.Run.Iterations;
                    break;
                case Sweep:
                    var sweep = ReadSweep(text.Yaml, null);
                    (document, own, outline, iterations) = (sweep.Recipe, sweep.Spec.Name, SweepOutlines.Of(sweep.Spec), sweep.Spec.Budget.Iterations);
                    check = shape => sweep.Check(shape.Item, shape.Classes);
                    break;
                default:
                    var group = ReadGroup(text.Yaml, null);
                    (document, own, iterations) = (group.Recipe, group.Spec.Basics.Name, null);
                    check = shape => group.Check(shape.Item, shape.Count);
                    break;
            }

            var (plans, data) = Shapes(document, check, notes);
            return new CheckedText(
                kind, own ?? document.Recipe.Name, [], notes, data, iterations, Table(plans?.Generator), Table(plans?.Discriminator), outline);
        }
        catch (RecipeException fault)
        {
            return Wrong(kind, Fault(fault), notes);
        }
        catch (Exception fault) when (fault is RequestException or BadInputException or DatasetException)
        {
            return Wrong(kind, fault is RequestException { Errors: [var first, ..] } ? first : new FieldError("yaml", fault.Message), notes);
        }
    }

    /// <summary>What could be written at a place of a text: what the reader would have taken there.</summary>
    public Completions Complete(CompleteText text)
    {
        string[] lines = text.Yaml.Split('\n');
        if (text.Line < 1 || text.Line > lines.Length || text.Column < 1 || text.Column > lines[text.Line - 1].Length + 1)
            return new Completions(1, []);
        string line = lines[text.Line - 1].TrimEnd('\r');
        int column = Math.Min(text.Column, line.Length + 1);
        int start = column - 1, end = column - 1;
        while (start > 0 && IsWord(line[start - 1]))
            start--;
        while (end < line.Length && IsWord(line[end]))
            end++;
        string before = line[..start], after = line[end..], typed = line[start..(column - 1)];
        // Behind a colon stands a value, in a list of layers a layer; elsewhere a key.
        bool isValue = before.TrimEnd().EndsWith(':') && before.EndsWith(' ');
        bool isBare = before.TrimEnd() is [.., '[' or ','] or "";
        foreach (string ending in isValue ? [""] : after.TrimStart().StartsWith(':') ? new[] { "" } : before.TrimEnd().EndsWith('[') ? ["", ": 0"] : [": 0", ""])
        {
            lines[text.Line - 1] = before + Probe + ending + after;
            if (Known(string.Join('\n', lines), text.Line) is { IsEmpty: false } known)
            {
                return new Completions(start + 1, [
                    .. known.Where(word => word.Contains(typed, StringComparison.OrdinalIgnoreCase))
                        .OrderByDescending(word => word.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                        .Select(word => new Completion(ending.Length > 0 && !isBare ? $"{word}: " : word, word, isValue ? "value" : "key")),
                ]);
            }
        }

        return new Completions(start + 1, []);

        static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';
    }

    /// <summary>An error of a text, for a request.</summary>
    public static FieldError Fault(RecipeException fault) => new(
        fault.Override is not null ? "set" : "yaml", fault.Problem, fault.Key, fault.Line > 0 ? fault.Line : null, fault.Column > 0 ? fault.Column : null);

    /// <summary>A network, layer by layer.</summary>
    public static LayerTableView? Table(NetworkPlan? plan)
    {
        if (plan is null)
            return null;
        var table = LayerTable.Of(plan);
        return new LayerTableView(
            table.Input.ToString(), [.. table.Rows.Select(row => new LayerView(row.Layer, row.Options, row.Output.ToString(), row.Parameters))], table.Parameters);
    }

    /// <summary>Both networks of a recipe, if the data that decide their shapes are known without reading them.</summary>
    public RecipePlans? Plans(RecipeDocument document) => Shape(document) is { } shape ? document.Check(shape.Item, shape.Classes) : null;

    private ImmutableArray<string> Known(string yaml, int line)
    {
        try
        {
            switch (KindOf(yaml))
            {
                case Recipe:
                    RecipeData.Entry(RecipeReader.Read(yaml), catalog);
                    break;
                case Sweep:
                    SweepReader.Read(yaml, null, Recipes);
                    break;
                default:
                    CellsReader.Read(yaml, null, Recipes);
                    break;
            }
        }
        catch (RecipeException fault)
        {
            if (fault.Line == line && !fault.Known.IsEmpty)
                return fault.Known;
        }

        return [];
    }

    private static CheckedText Wrong(string kind, FieldError error, List<string> notes) => new(kind, null, [error], notes, null, null, null, null, null);

    private RecipeRow Row(string name, string file)
    {
        string yaml = File.ReadAllText(file);
        string kind = KindOf(yaml);
        var (document, description) = kind switch
        {
            Recipe => RecipeReader.ReadFile(file) is var recipe ? (recipe, recipe.Recipe.Description) : default,
            Sweep => SweepReader.ReadFile(file, Recipes) is var sweep ? (sweep.Recipe, sweep.Spec.Description) : default,
            _ => CellsReader.Read(yaml, file, Recipes) is var group ? (group.Recipe, group.Spec.Basics.Description) : default,
        };
        var plans = Plans(document);
        return new RecipeRow(name, kind, description, document.Recipe.Data.Name, plans?.Generator.ParameterCount, plans?.Discriminator.ParameterCount);
    }

    private (RecipePlans? Plans, DatasetRow? Data) Shapes(RecipeDocument document, Func<DataShape, RecipePlans> check, List<string> notes)
    {
        DatasetRow? row = null;
        if (document.Recipe.Data.Folder is null)
        {
            var entry = RecipeData.Entry(document, catalog);
            var finding = catalog.Find(entry.Name);
            row = DataDesk.RowOf(finding, null);
            if (finding.Availability is DatasetAvailability.Missing)
                notes.Add(finding.Detail);
        }

        if (Shape(document) is not { } shape)
        {
            notes.Add("shapes are checked at the start: they depend on data that have to be read first");
            return (null, row);
        }

        var plans = check(shape);
        RunnableLayers.Require(document, plans, engine);
        return (plans, row);
    }

    // Whatever can be known of the data without reading them.
    private DataShape? Shape(RecipeDocument document)
    {
        var wanted = document.Recipe.Data;
        var entry = wanted.Folder is null ? catalog.EntryOf(wanted.Name) : null;
        var item = wanted.Images?.Item ?? entry?.Item;
        // A conditional recipe on a folder needs to know its sub-folders.
        if (item is null || document.Recipe.IsConditional && entry?.Classes is null)
            return null;
        return new DataShape(item.Value, entry?.Classes ?? 0, wanted.Limit ?? entry?.Count ?? int.MaxValue);
    }

    // A recipe from outside names a folder of pictures: it is one of the data directory, or none.
    private RecipeDocument InOwnFolder(RecipeDocument document)
    {
        if (document.Recipe.Data.Folder is not { } folder)
            return document;
        string root = Path.GetFullPath(catalog.Directory.Path) + Path.DirectorySeparatorChar, full = Path.GetFullPath(folder, catalog.Directory.Path);
        if (!full.StartsWith(root, StringComparison.Ordinal))
            throw document.Error(RecipeData.FolderKey, "the server reads folders of its data directory only; put the pictures into a folder there, and name that");
        for (string? part = full; part is not null && part.Length >= root.Length; part = Path.GetDirectoryName(part))
        {
            if (new DirectoryInfo(part) is { Exists: true, LinkTarget: not null })
                throw document.Error(RecipeData.FolderKey, "the server follows no links out of its data directory");
        }

        return full == folder ? document : document.With($"{RecipeData.FolderKey}={YamlText.Quoted(full)}");
    }

    /// <summary>What of data decides shapes.</summary>
    private sealed record DataShape(Shape Item, int Classes, int Count);
}
