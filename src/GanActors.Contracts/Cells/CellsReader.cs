using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Cells;

/// <summary>
/// Reads the files of groups, whose <c>kind</c> is <c>cells</c> or <c>md-gan</c>. All but the recipe has a default. Any fault of the text is a
/// <see cref="RecipeException"/>; <see cref="CellsDocument.Check"/> finds those that depend on the data.
/// </summary>
/// <remarks>
/// <code>
/// kind: cells
/// name: cells-3x3
/// recipe: dcgan-mnist                                   # a recipe's name or file, or the recipe itself
/// epochs: 20
/// epoch_batches: 600                                    # one pass over a cell's data if not given
/// seed: 1
/// grid: [3, 3]                                          # rows, columns
/// neighbourhood: von-neumann                            # or moore, or ring
/// exchange: lock-step                                   # or asynchronous, or none
/// fitness: { sample: 1000, of: average }                # or worst, or best
/// tournament: 2                                         # 1 for none
/// replacement: better                                   # or always
/// mutation: { probability: 0.5, scale: 1.0e-4 }         # or none
/// discriminator_skips: 1
/// losses: mustangs                                      # or a list of losses; the recipe's if not given
/// data_share: 0.5
/// mixture: { every: 5, generations: 200, std: 0.01, samples: 1000 }  # or none
/// sheets: { every: 1 }                                  # epochs
/// checkpoint: { keep: 2 }
/// </code>
/// <code>
/// kind: md-gan
/// recipe: keras-mnist-mlp
/// epochs: 20
/// discriminators: 10
/// batches: 3                                            # log of the discriminators if not given
/// steps: 1
/// swap: { every: 1 }                                    # epochs; or none
/// </code>
/// </remarks>
public static class CellsReader
{
    private static readonly string[] Basics = ["kind", "name", "description", "recipe", "epochs", "epoch_batches", "seed", "sheets", "checkpoint"];

    private static readonly string[] OfCells =
    [
        .. Basics, "grid", "neighbourhood", "exchange", "fitness", "tournament", "replacement", "mutation", "discriminator_skips", "losses", "data_share", "mixture",
    ];

    private static readonly string[] OfMdGan = [.. Basics, "discriminators", "batches", "steps", "swap"];

    /// <summary>Whether a text says that it is the file of a group. What is no YAML is none.</summary>
    public static bool IsGroup(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return YamlTree.Parse(text, (line, column) => new RecipePosition(null, line, column)) is YamlMap map
                && map["kind"] is YamlScalar { Text: GroupWords.Cells or GroupWords.MdGan };
        }
        catch (RecipeException)
        {
            return false;
        }
    }

    /// <summary>Reads the file of a group.</summary>
    /// <param name="text">The YAML document.</param>
    /// <param name="file">The name errors call it by, and from whose folder a recipe's path starts; null if it comes from no file.</param>
    /// <param name="recipes">Where recipes lie that have a name.</param>
    /// <param name="overrides"><c>key=value</c> each, such as <c>grid=[2, 2]</c>. The last of a key wins.</param>
    /// <exception cref="RecipeException">The file, its recipe or an override cannot be used.</exception>
    public static CellsDocument Read(string text, string? file, RecipeLibrary recipes, IEnumerable<string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(recipes);
        var start = new RecipePosition(file, 1, 1);
        var root = YamlTree.Parse(text, (line, column) => new RecipePosition(file, line, column))
            ?? throw new RecipeException(start, null, "the file is empty; it needs at least a kind and a recipe");
        foreach (string assignment in overrides ?? [])
            root = RecipeOverrides.Apply(root, assignment);
        string kind = (root as YamlMap)?["kind"] is YamlScalar { Text: var word } ? word : string.Empty;
        var section = Section.Open(root, string.Empty, start, kind == GroupWords.MdGan ? OfMdGan : OfCells);
        if (section.Required("kind", "kind: cells") is var node && kind is not (GroupWords.Cells or GroupWords.MdGan))
            throw YamlValues.Expected(node, "kind", $"one of {GroupWords.Cells}, {GroupWords.MdGan}");
        string stem = Path.GetFileNameWithoutExtension(file ?? string.Empty);
        string name = section["name"] is { } given ? YamlValues.Name(given, "name", "a name") : YamlValues.IsName(stem) ? stem : kind;
        var recipe = ReadRecipe(section, name, file, recipes);
        var basics = ReadBasics(section, name, recipe.Recipe);
        return new CellsDocument(kind == GroupWords.Cells ? ReadCells(section, basics) : ReadMdGan(section, basics), recipe, root);
    }

    private static RecipeDocument ReadRecipe(Section section, string name, string? file, RecipeLibrary recipes)
    {
        var node = section.Required("recipe", "recipe: dcgan-mnist");
        var document = node switch
        {
            YamlMap => RecipeDocument.Of(node, name, file, []),
            YamlScalar { IsNull: false } scalar => Named(scalar),
            _ => throw YamlValues.Expected(node, "recipe", "a recipe's name or file, or the recipe itself"),
        };
        if (document.Recipe.IsConditional)
            throw new RecipeException(node.Position, "recipe", "groups train no conditional networks; choose another recipe, or write conditional: false");
        if (document.Recipe.Schedule.Study == StudyKind.Switched)
            throw new RecipeException(node.Position, "recipe", "a discriminator that is fed real items in every other batch does not meet both in a group; write schedule.study: combined");
        return document;

        RecipeDocument Named(YamlScalar scalar)
        {
            try
            {
                string found = recipes.Find(scalar.Text);
                return RecipeReader.ReadFile(file is not null && found == scalar.Text ? Path.GetFullPath(found, Path.GetDirectoryName(Path.GetFullPath(file))!) : found);
            }
            catch (RecipeException error) when (error.File is null)
            {
                throw new RecipeException(scalar.Position, "recipe", error.Problem, error);
            }
        }
    }

    private static GroupBasics ReadBasics(Section section, string name, Recipe recipe) => new(
        name,
        section["description"] is { } text ? YamlValues.Text(text, "description", RecipeLimits.Description) : string.Empty,
        recipe,
        section.RequiredWhole("epochs", 1, RecipeLimits.Epochs, "epochs: 20"),
        section["epoch_batches"] is { } batches ? (int)YamlValues.Whole(batches, "epoch_batches", 1, int.MaxValue) : null,
        section["seed"] is { } seed ? YamlValues.Seed(seed, "seed") : 1,
        section.Open("sheets", "every").Whole("every", 1, 1, RecipeLimits.Epochs),
        section.Open("checkpoint", "keep").Whole("keep", 2, 2, GroupLimits.Kept));

    private static CellsSpec ReadCells(Section section, GroupBasics basics)
    {
        int rows = 3, columns = 3;
        if (section["grid"] is { } grid)
        {
            var sides = YamlValues.List(grid, "grid", 2, 2, "[rows, columns], such as [3, 3]");
            rows = (int)YamlValues.Whole(sides[0], "grid[0]", 1, GroupLimits.Side);
            columns = (int)YamlValues.Whole(sides[1], "grid[1]", 1, GroupLimits.Side);
        }

        var exchange = section.Choice("exchange", ExchangeKind.LockStep, GroupWords.Exchanges);
        var fitness = section.Open("fitness", "sample", "of");
        return new CellsSpec(
            basics,
            new CellGrid(rows, columns, section.Choice("neighbourhood", Neighbourhood.VonNeumann, GroupWords.Neighbourhoods)),
            exchange,
            new FitnessSpec(fitness.Whole("sample", 1_000, 1, GroupLimits.Sample), fitness.Choice("of", FitnessKind.Average, GroupWords.Fitnesses)),
            section.Whole("tournament", 2, 1, GroupLimits.Members),
            section.Choice("replacement", ReplacementKind.Better, GroupWords.Replacements),
            ReadMutation(section),
            section.Whole("discriminator_skips", 1, 0, int.MaxValue - 1),
            ReadLosses(section, basics.Recipe.Loss.Kind),
            section.Number("data_share", 1f, NumberRange.Above(0, 1)),
            ReadMixture(section));
    }

    private static MdGanSpec ReadMdGan(Section section, GroupBasics basics)
    {
        int discriminators = section.RequiredWhole("discriminators", 1, GroupLimits.Members, "discriminators: 10");
        return new MdGanSpec(
            basics,
            discriminators,
            section["batches"] is { } batches ? (int)YamlValues.Whole(batches, "batches", 1, discriminators) : null,
            section.Whole("steps", 1, 1, GroupLimits.Steps),
            section["swap"] is { IsNone: true } ? null : section.Open("swap", "every").Whole("every", 1, 1, RecipeLimits.Epochs));
    }

    private static MutationSpec? ReadMutation(Section section)
    {
        if (section["mutation"] is { IsNone: true })
            return null;
        var usual = new MutationSpec();
        var mutation = section.Open("mutation", "probability", "scale");
        return new MutationSpec(
            mutation.Number("probability", usual.Probability, NumberRange.Between(0, 1)), mutation.Number("scale", usual.Scale, NumberRange.Between(0, 10)));
    }

    private static ImmutableArray<LossKind> ReadLosses(Section section, LossKind fallback) => section["losses"] switch
    {
        null => [fallback],
        YamlScalar { Text: GroupWords.Mustangs } => [LossKind.Saturating, LossKind.LeastSquares, LossKind.NonSaturating],
        var node =>
        [
            .. YamlValues.List(node, "losses", 1, 16, "mustangs, or a list of losses such as [saturating, least-squares]")
                .Select((loss, index) => YamlValues.Choice(loss, FormattableString.Invariant($"losses[{index}]"), RecipeWords.Losses)),
        ],
    };

    private static MixtureSpec? ReadMixture(Section section)
    {
        if (section["mixture"] is null or { IsNone: true })
            return null;
        var usual = new MixtureSpec();
        var mixture = section.Open("mixture", "every", "generations", "std", "samples");
        return new MixtureSpec(
            mixture["every"] is { } every ? (int)YamlValues.Whole(every, "mixture.every", 1, RecipeLimits.Epochs) : null,
            mixture.Whole("generations", usual.Generations, 0, GroupLimits.Generations),
            mixture.Number("std", usual.Deviation, NumberRange.Above(0, 1)),
            mixture.Whole("samples", usual.Samples, 16, GroupLimits.Sample));
    }
}
