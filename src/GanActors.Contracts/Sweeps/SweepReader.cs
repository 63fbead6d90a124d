using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>
/// Reads sweeps: YAML with snake_case keys, every value but the recipe, the space and the objective with a default. A sweep that comes back has been tried on its
/// recipe as far as it can be without its data; <see cref="SweepDocument.Check"/> does the rest. Any fault of the text is a <see cref="RecipeException"/>.
/// </summary>
/// <remarks>
/// <code>
/// name: mlp-lr-asha
/// recipe: keras-mnist-mlp                              # a name, a path from where the sweep lies, or a whole recipe as a mapping
/// set: { data.name: fashion-mnist }                    # overrides of the recipe
/// space:
///   generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }
///   discriminator.optimizer.betas[0]: { uniform: [0, 0.9] }
///   schedule.discriminator: { int: [1, 5] }
///   loss.label_smoothing: { quniform: [0, 0.3, 0.1] }  # low, high, step
///   batch: { grid: [32, 64, 128] }                     # a choice whose values have an order
///   loss.kind:                                         # what else is varied where a value is chosen
///     choice: { non-saturating: {}, hinge: { penalty.weight: { loguniform: [0.1, 10] } } }
/// objective: { metric: fid, direction: minimize, seeds: 2, combine: mean, samples: 2500 }
/// scheduler: { kind: asha, eta: 3, rungs: [300, 900, 2700], sampler: random }
/// budget: { trials: 27, iterations: 2700, wall_time: 25m, parallel: auto }
/// seed: 1
/// retries: 1
/// </code>
/// </remarks>
public static class SweepReader
{
    private const string RecipeKey = "recipe", SetKey = "set", SamplesKey = "samples", MetricsKey = "metrics";

    /// <summary>Reads a sweep from text.</summary>
    /// <param name="text">The YAML document.</param>
    /// <param name="file">The name errors call it by, and where a relative path to a recipe starts; null if it comes from no file.</param>
    /// <param name="recipes">Where a recipe is that it names; null for those that ship.</param>
    /// <exception cref="RecipeException">The sweep, or its recipe, cannot be used.</exception>
    public static SweepDocument Read(string text, string? file = null, RecipeLibrary? recipes = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = new RecipePosition(file, 1, 1);
        var root = YamlTree.Parse(text, (line, column) => new RecipePosition(file, line, column))
            ?? throw new RecipeException(start, null, "the sweep is empty; it needs at least a recipe, a space and an objective");
        if (root is not YamlMap)
            throw YamlValues.Expected(root, string.Empty, "a mapping with the keys recipe, space, objective, and more");
        return Read(root, file, recipes ?? RecipeLibrary.Shipped);
    }

    /// <summary>Reads a sweep from a file of UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recipes">See <see cref="Read(string, string?, RecipeLibrary?)"/>.</param>
    /// <exception cref="RecipeException">The file cannot be read, or the sweep, or its recipe, cannot be used.</exception>
    public static SweepDocument ReadFile(string path, RecipeLibrary? recipes = null) => Read(RecipeReader.ReadText(path), path, recipes);

    private static SweepDocument Read(YamlNode root, string? file, RecipeLibrary recipes)
    {
        var sweep = Section.Open(
            root, string.Empty, root.Position,
            ["name", "description", RecipeKey, SetKey, SpaceSection.Key, ObjectiveSection.Key, SchedulerSection.Key, BudgetSection.Key, "seed", "retries"]);
        string name = sweep["name"] is { } nameNode ? YamlValues.Name(nameNode, "name", "a name") : RecipeReader.NameOf(file);
        string description = sweep["description"] is { } text ? YamlValues.Text(text, "description", RecipeLimits.Description) : string.Empty;
        var written = ReadRecipe(sweep, file, recipes);
        var (space, positions) = SpaceSection.Read(sweep);
        var objective = ObjectiveSection.Read(sweep, written.Recipe);
        var scheduler = SchedulerSection.Open(sweep);
        RequireSuitable(scheduler, space, positions);
        var budget = BudgetSection.Read(sweep, scheduler, space, written.Recipe);
        var decided = scheduler.Read(budget);
        var recipe = Thinned(sweep, written, decided, budget.Iterations);
        string yaml = RecipeWriter.Write(recipe.Recipe);
        // What runs begin with is the recipe resolved, so that is what is tried; lines of the resolved text would mean nothing to anybody.
        var resolved = RecipeReader.Of(YamlTree.Parse(yaml, (_, _) => new RecipePosition(recipe.File ?? file, 0, 0))!, recipe.File ?? file);
        var probes = new SpaceProbes(space, positions, resolved);
        probes.Try();
        var spec = new SweepSpec(
            name, description, yaml, space, objective, decided, budget,
            sweep["seed"] is { } seed ? YamlValues.Seed(seed, "seed") : 1,
            sweep.Whole("retries", 1, 0, SweepLimits.Retries));
        return new SweepDocument(spec, recipe, file, root, probes);
    }

    private static RecipeDocument ReadRecipe(Section sweep, string? file, RecipeLibrary recipes)
    {
        var node = sweep.Required(RecipeKey, "recipe: keras-mnist-mlp");
        var overrides = ReadOverrides(sweep);
        try
        {
            if (node is YamlMap)
                return RecipeReader.Of(node, file, overrides.Select(set => set.Assignment));
            string name = YamlValues.Text(node, RecipeKey, RecipeLimits.Path);
            if (name.Length == 0)
                throw YamlValues.Expected(node, RecipeKey, "a recipe's name, or the path of a file");
            string home = file is null ? string.Empty : Path.GetDirectoryName(file) ?? string.Empty;
            return recipes.Read(NamedFiles.IsPath(name) ? Path.Combine(home, name) : name, overrides.Select(set => set.Assignment));
        }
        catch (RecipeException fault) when (fault.Override is not null)
        {
            var set = overrides.First(set => fault.Override.StartsWith(set.Key + "=", StringComparison.Ordinal));
            throw new RecipeException(set.Position, $"{SetKey}.{set.Key}", fault.Key is null || fault.Key == set.Key ? fault.Problem : $"{fault.Key}: {fault.Problem}", fault);
        }
        catch (RecipeException fault) when (node is YamlMap && fault.Key is not null)
        {
            throw new RecipeException(fault.Position, $"{RecipeKey}.{fault.Key}", fault.Problem, fault);
        }
        catch (RecipeException fault) when (fault.File is null && fault.Key is null)
        {
            throw new RecipeException(node.Position, RecipeKey, fault.Problem, fault);
        }
    }

    private static ImmutableArray<(string Key, string Assignment, RecipePosition Position)> ReadOverrides(Section sweep)
    {
        switch (sweep[SetKey])
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlMap map:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                return [.. map.Entries.Select(entry =>
                {
                    if (YamlPath.Parse(entry.Key) is null)
                        throw new RecipeException(entry.KeyPosition, SetKey, $"{YamlScalar.Quoted(entry.Key)} is no dotted key of the recipe, such as data.name");
                    string key = $"{SetKey}.{entry.Key}";
                    if (!seen.Add(entry.Key))
                        throw new RecipeException(entry.KeyPosition, key, "given twice; remove one");
                    string value = (entry.Key == "data.folder" ? YamlText.Quoted(DataKeys.ReadFolder(entry.Value, key)) : YamlText.OfNode(entry.Value, SweepLimits.Value))
                        ?? throw new RecipeException(entry.Value.Position, key, $"more than {YamlText.Of(SweepLimits.Value)} characters are too long for one value");
                    return (entry.Key, $"{entry.Key}={value}", entry.Value.Position);
                })];
            case var other:
                throw YamlValues.Expected(other, SetKey, "overrides of the recipe, such as { data.name: fashion-mnist }");
        }
    }

    private static void RequireSuitable(SchedulerSection scheduler, SearchSpace space, ImmutableArray<RecipePosition> positions)
    {
        for (int i = 0; i < space.Parameters.Length; i++)
        {
            var parameter = space.Parameters[i];
            string? problem = scheduler.Kind switch
            {
                SchedulerKind.Grid when parameter.Distribution is LogUniformDistribution or UniformDistribution { Step: null } =>
                    "a grid needs an end of values, and this range has none; write grid: [...], quniform: [low, high, step], or another scheduler",
                SchedulerKind.Pbt when !RecipeChanges.IsFree(parameter.Key) =>
                    "a population changes values while its runs are under way, and this one cannot change then: learning rates and their schedules can; remove it, or choose another scheduler",
                _ => null,
            };
            if (problem is not null)
                throw new RecipeException(positions[i], $"{SpaceSection.Key}.{parameter.Key}", problem);
        }
    }

    /// <summary>
    /// A recipe is written for one run to look at. Of hundreds, sample sheets at the ends are enough, and some two hundred rows of figures, with one wherever runs
    /// are compared; unless the sweep itself says otherwise.
    /// </summary>
    private static RecipeDocument Thinned(Section sweep, RecipeDocument recipe, SchedulerSpec scheduler, long iterations)
    {
        long looks = scheduler switch
        {
            HalvingSpec halving => halving.Rungs.Aggregate(0L, GreatestDivisor),
            PopulationSpec population => GreatestDivisor(population.Every, iterations),
            MedianStoppingSpec median => GreatestDivisor(GreatestDivisor(median.Every, median.Grace), iterations),
            HyperbandSpec => 1,
            _ => iterations,
        };
        long most = Math.Max(1, Math.Min(looks, iterations / 200)), every = 1;
        for (long divisor = 2; divisor <= most; divisor++)
        {
            if (looks % divisor == 0)
                every = divisor;
        }

        return recipe.With(
            new[] { (SamplesKey, iterations), (MetricsKey, every) }
                .Where(part => !Says(sweep, part.Item1))
                .Select(part => $"{part.Item1}.every={YamlText.Of(part.Item2)}"));
    }

    private static bool Says(Section sweep, string part) =>
        (sweep[RecipeKey] is YamlMap inline && inline[part] is YamlMap said && said["every"] is not null)
        || (sweep[SetKey] is YamlMap set && set.Entries.Any(entry => entry.Key == part || entry.Key.StartsWith(part + ".every", StringComparison.Ordinal)));

    private static long GreatestDivisor(long a, long b) => b == 0 ? a : GreatestDivisor(b, a % b);
}
