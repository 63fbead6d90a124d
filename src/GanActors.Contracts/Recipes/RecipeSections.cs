using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What each part of a recipe may say, with its defaults and bounds.</summary>
internal static class RecipeSections
{
    /// <summary>The name of a recipe that has none and lies in no file.</summary>
    public const string Unnamed = "unnamed";

    /// <summary>Reads a whole recipe.</summary>
    /// <param name="root">The document.</param>
    /// <param name="fallbackName">Its name, if it does not say.</param>
    public static Recipe Read(YamlNode root, string fallbackName)
    {
        var recipe = Section.Open(
            root, string.Empty, root.Position,
            [
                "name", "description", "data", "batch", "noise", "conditional", "generator", "discriminator", "loss", "penalty", "instance_noise",
                "schedule", "run", "stop", "alarms", "samples", "metrics", .. KeepingSection.Keys, EvaluateSection.Key,
            ]);
        string name = recipe["name"] is { } nameNode ? YamlValues.Name(nameNode, "name", "a name") : fallbackName;
        string description = recipe["description"] is { } text ? YamlValues.Text(text, "description", RecipeLimits.Description) : string.Empty;
        int batch = recipe.Whole("batch", 64, 1, RecipeLimits.Batch);
        var data = ReadData(recipe.Open("data", DataKeys.All), batch);
        var noise = ReadNoise(recipe.Open("noise", "size", "distribution"));
        var conditional = ConditionalSection.Read(recipe);
        var generatorSection = NetworkSection.Open(recipe, NetworkRole.Generator);
        var generator = generatorSection.Read(batch, conditional);
        var discriminatorSection = NetworkSection.Open(recipe, NetworkRole.Discriminator);
        var discriminator = discriminatorSection.Read(batch, conditional);
        conditional?.RequireMeaning(generatorSection.Written, discriminatorSection.Written);
        var loss = ReadLoss(recipe.Open("loss", LossKeys.All));
        var penalty = ReadPenalty(recipe, conditional is not null);
        if (penalty is not null)
            discriminatorSection.RequireItemGradients();
        return new Recipe(
            name,
            description,
            data,
            batch,
            noise,
            generator,
            discriminator,
            loss,
            ScheduleSection.Read(recipe, loss.Kind),
            ReadRun(recipe),
            ReadSamples(recipe.Open("samples", "every", "grid", "weights"), generator.Average is not null, conditional is not null),
            new MetricsSpec(recipe.Open("metrics", "every").Whole("every", 1, 1, RecipeLimits.Iterations)),
            penalty,
            ReadInstanceNoise(recipe),
            ReadStop(recipe, loss.Kind),
            KeepingSection.ReadCheckpoint(recipe),
            KeepingSection.ReadDivergence(recipe),
            EvaluateSection.Read(recipe),
            AlarmsSection.Read(recipe));
    }

    private static DataSpec ReadData(Section data, int batch)
    {
        string? folder = data["folder"] is { } node ? DataKeys.ReadFolder(node, data.KeyOf("folder")) : null;
        if (folder is not null && data["name"] is not null)
            throw data.Wrong("folder", "a data set is a name or a folder, and both are given; remove one");
        string name = folder is not null ? DataKeys.NameOf(folder)
            : data["name"] is { } given ? YamlValues.Name(given, data.KeyOf("name"), "a data set's name") : "mnist";
        var range = NumberRange.Between(-RecipeLimits.Scale, RecipeLimits.Scale);
        var (low, high) = data.Pair("scale", (-1f, 1f), range, "what black and white become, such as [-1, 1]");
        if (low >= high)
            throw data.Wrong("scale", $"expected the lower bound first, such as [-1, 1], found [{YamlText.Of(low)}, {YamlText.Of(high)}]");
        int? limit = data["limit"] switch
        {
            null or YamlScalar { Text: "all" } => null,
            var items => (int)YamlValues.Whole(items, data.KeyOf("limit"), 1, int.MaxValue),
        };
        if (limit < batch)
        {
            string shortfall = string.Create(CultureInfo.InvariantCulture, $"{limit} items do not fill one batch of {batch}");
            throw data.Wrong("limit", $"{shortfall}; write at least {YamlText.Of(batch)}, or all");
        }

        return new DataSpec(name, low, high, limit, folder, DataKeys.ReadImages(data), data.Flag("flip", false));
    }

    private static NoiseSpec ReadNoise(Section noise) => new(
        noise.Whole("size", 100, 1, RecipeLimits.Noise),
        noise.Choice("distribution", NoiseDistribution.Normal, RecipeWords.Distributions));

    private static LossSpec ReadLoss(Section loss)
    {
        var kind = loss.Choice("kind", LossKind.NonSaturating, RecipeWords.Losses);
        foreach (string key in LossKeys.All)
        {
            if (loss[key] is not null && !LossKeys.Takes(kind, key))
            {
                throw loss.Wrong(
                    key, $"means nothing to {RecipeWords.Losses.Of(kind)}, which has no labels to move; remove it, or choose another kind");
            }
        }

        return new LossSpec(
            kind,
            loss.Number("label_smoothing", 0f, NumberRange.Below(0, 0.5f)),
            loss.Choice("smoothing", LabelSides.One, RecipeWords.LabelSides),
            loss.Number("flip_labels", 0f, NumberRange.Below(0, 0.5f)),
            loss.Choice("flips", LabelSides.Two, RecipeWords.LabelSides));
    }

    private static PenaltySpec? ReadPenalty(Section recipe, bool conditional)
    {
        if (recipe["penalty"] is not { } node || node.IsNone)
            return null;
        var penalty = node is YamlScalar { IsNull: false }
            ? Section.OfShorthand(node, "penalty", "kind")
            : recipe.Open("penalty", "kind", "weight", "every");
        var kind = YamlValues.Choice(penalty.Required("kind", "penalty: { kind: wgan-gp, weight: 10 }"), penalty.KeyOf("kind"), RecipeWords.Penalties);
        if (kind == PenaltyKind.WganGp && conditional)
        {
            throw penalty.Wrong(
                "kind", "a point between a real item of one class and a fake of another has no class for a conditional discriminator; write r1");
        }

        return new PenaltySpec(
            kind,
            penalty.Number("weight", 10f, NumberRange.Above(0, RecipeLimits.PenaltyWeight)),
            penalty.Whole("every", 1, 1, RecipeLimits.Iterations));
    }

    private static InstanceNoiseSpec? ReadInstanceNoise(Section recipe)
    {
        if (recipe["instance_noise"] is not { } node || node.IsNone)
            return null;
        var noise = recipe.Open("instance_noise", "std", "until");
        var range = NumberRange.Above(0, RecipeLimits.Scale);
        return new InstanceNoiseSpec(
            YamlValues.Number(noise.Required("std", "instance_noise: { std: 0.1, until: 5000 }"), noise.KeyOf("std"), range),
            noise["until"] switch
            {
                null or YamlScalar { Text: "never" } => null,
                var given => YamlValues.Whole(given, noise.KeyOf("until"), 1, RecipeLimits.Iterations),
            });
    }

    private static RunSpec ReadRun(Section recipe)
    {
        if (recipe["run"] is null)
            return new RunSpec(RecipeLimits.DefaultIterations);
        var run = recipe.Open("run", "iterations", "epochs", "seed");
        var iterations = run["iterations"];
        var epochs = run["epochs"];
        if (iterations is not null && epochs is not null)
            throw run.Wrong("epochs", "a run has a length in iterations or in epochs, and both are given; remove one");
        if (iterations is null && epochs is null)
            throw new RecipeException(run.Position, "run", "a run needs a length; write iterations: 10000, or epochs: 20");
        return new RunSpec(
            iterations is null ? null : YamlValues.Whole(iterations, run.KeyOf("iterations"), 1, RecipeLimits.Iterations),
            epochs is null ? null : (int)YamlValues.Whole(epochs, run.KeyOf("epochs"), 1, RecipeLimits.Epochs),
            run["seed"] is { } seed ? YamlValues.Seed(seed, run.KeyOf("seed")) : 1);
    }

    private static StopSpec? ReadStop(Section recipe, LossKind loss)
    {
        if (recipe["stop"] is not { } node || node.IsNone)
            return null;
        var stop = node is YamlScalar { IsNull: false }
            ? Section.OfShorthand(node, "stop", "kind")
            : recipe.Open("stop", "kind", "band", "window", "for");
        var spec = new StopSpec();
        spec = new StopSpec(
            YamlValues.Choice(stop.Required("kind", "stop: { kind: fooled, band: 0.1 }"), stop.KeyOf("kind"), RecipeWords.Stops),
            stop.Number("band", spec.Band, NumberRange.Inside(0, 0.5f)),
            stop.Whole("window", spec.Window, 1, RecipeLimits.StopWindow),
            stop.Whole("for", spec.For, 1, RecipeLimits.Iterations));
        return loss == LossKind.Wasserstein
            ? throw stop.Wrong("kind", "a critic with the loss wasserstein draws no line between real and fake, so it cannot be fooled half the time; write none")
            : spec;
    }

    private static SamplesSpec ReadSamples(Section samples, bool averaged, bool conditional)
    {
        long? every = RecipeLimits.DefaultSamplesEvery;
        int? everyEpochs = null;
        if (samples["every"] is YamlMap)
        {
            var unit = samples.Open("every", "iterations", "epochs");
            if (unit["iterations"] is not null == unit["epochs"] is not null)
                throw samples.Wrong("every", "expected either iterations or epochs; write 1000, or { epochs: 1 }");
            every = unit["iterations"] is { } iterations ? YamlValues.Whole(iterations, unit.KeyOf("iterations"), 1, RecipeLimits.Iterations) : null;
            everyEpochs = unit["epochs"] is { } epochs ? (int)YamlValues.Whole(epochs, unit.KeyOf("epochs"), 1, RecipeLimits.Epochs) : null;
        }
        else if (samples["every"] is { } given)
        {
            if (given is not YamlScalar)
                throw YamlValues.Expected(given, samples.KeyOf("every"), "a number of iterations, or { epochs: 1 }");
            every = YamlValues.Whole(given, samples.KeyOf("every"), 1, RecipeLimits.Iterations);
        }

        // A row for each class of digits, clothes or CIFAR.
        var (rows, columns) = conditional ? (10, 10) : (8, 8);
        if (samples["grid"] is { } grid)
        {
            string key = samples.KeyOf("grid");
            var sizes = YamlValues.List(grid, key, 2, 2, "[rows, columns], such as [8, 8]");
            rows = (int)YamlValues.Whole(sizes[0], key + "[0]", 1, RecipeLimits.Grid);
            columns = (int)YamlValues.Whole(sizes[1], key + "[1]", 1, RecipeLimits.Grid);
        }

        var weights = samples.Choice("weights", averaged ? WeightsKind.Average : WeightsKind.Current, RecipeWords.Weights);
        if (weights == WeightsKind.Average && !averaged)
            throw samples.Wrong("weights", "the generator keeps no average; write generator.ema: 0.999, or weights: current");
        return new SamplesSpec(every, everyEpochs, rows, columns, weights);
    }
}
