using System.Collections.Immutable;
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
                "name", "description", "data", "batch", "noise", "generator", "discriminator", "loss", "schedule", "run", "samples", "metrics",
            ]);
        string name = recipe["name"] is { } nameNode ? YamlValues.Name(nameNode, "name", "a name") : fallbackName;
        string description = recipe["description"] is { } text ? YamlValues.Text(text, "description", RecipeLimits.Description) : string.Empty;
        int batch = recipe.Whole("batch", 64, 1, RecipeLimits.Batch);
        var data = ReadData(recipe.Open("data", DataKeys.All), batch);
        var noise = ReadNoise(recipe.Open("noise", "size", "distribution"));
        var generator = ReadNetwork(recipe, "generator", "generator: { layers: [ { dense: 128 }, { leaky_relu: 0.2 }, { dense: 784 }, tanh ] }");
        var discriminator = ReadNetwork(
            recipe, "discriminator", "discriminator: { layers: [ flatten, { dense: 128 }, { leaky_relu: 0.2 }, { dense: 1 } ] }");
        if (discriminator.Layers[^1] is Sigmoid)
        {
            throw new RecipeException(
                LastLayer(recipe["discriminator"]!),
                string.Create(CultureInfo.InvariantCulture, $"discriminator.layers[{discriminator.Layers.Length - 1}]"),
                "a discriminator ends in its logit, and the loss takes the sigmoid; remove this layer");
        }

        return new Recipe(
            name,
            description,
            data,
            batch,
            noise,
            generator,
            discriminator,
            ReadLoss(recipe.Open("loss", "kind", "label_smoothing", "smoothing")),
            ReadSchedule(recipe.Open("schedule", "kind", "discriminator", "generator", "study", "fakes")),
            ReadRun(recipe),
            ReadSamples(recipe.Open("samples", "every", "grid")),
            new MetricsSpec(recipe.Open("metrics", "every").Whole("every", 1, 1, RecipeLimits.Iterations)));
    }

    private static DataSpec ReadData(Section data, int batch)
    {
        string? folder = data["folder"] is { } node ? DataKeys.ReadFolder(node, data.KeyOf("folder")) : null;
        if (folder is not null && data["name"] is not null)
            throw data.Wrong("folder", "a data set is a name or a folder, and both are given; remove one");
        string name = folder is not null ? DataKeys.NameOf(folder)
            : data["name"] is { } given ? YamlValues.Name(given, data.KeyOf("name"), "a data set's name") : "mnist";
        var range = NumberRange.Between(-RecipeLimits.Scale, RecipeLimits.Scale);
        var (low, high) = ReadPair(data, "scale", (-1f, 1f), range, "what black and white become, such as [-1, 1]");
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

    private static NetworkSpec ReadNetwork(Section recipe, string role, string example)
    {
        var network = Section.Open(recipe.Required(role, example), role, recipe.Position, ["layers", "optimizer", "init"]);
        string path = network.KeyOf("layers");
        var items = YamlValues.List(
            network.Required("layers", example),
            path,
            1,
            NetworkLimits.Layers,
            string.Create(CultureInfo.InvariantCulture, $"a list of 1 to {NetworkLimits.Layers} layers"));
        var layers = ImmutableArray.CreateBuilder<Layer>(items.Length);
        for (int i = 0; i < items.Length; i++)
            layers.Add(LayerForms.Read(items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));
        return new NetworkSpec(
            layers.MoveToImmutable(),
            ReadOptimizer(network.Open("optimizer", OptimizerKeys.All)),
            network.Choice("init", Initializer.PyTorch, RecipeWords.Initializers));
    }

    private static OptimizerSpec ReadOptimizer(Section optimizer)
    {
        var decay = NumberRange.Below(0, 1);
        var kind = optimizer.Choice("kind", OptimizerKind.Adam, RecipeWords.Optimizers);
        foreach (string key in OptimizerKeys.All)
        {
            if (optimizer[key] is not null && !OptimizerKeys.Takes(kind, key))
            {
                throw optimizer.Wrong(
                    key, $"means nothing to {RecipeWords.Optimizers.Of(kind)}: {OptimizerKeys.Purpose(key)}; remove it, or choose another kind");
            }
        }

        var defaults = new OptimizerSpec();
        var (beta1, beta2) = ReadPair(optimizer, "betas", (defaults.Beta1, defaults.Beta2), decay, "two decays, such as [0.5, 0.999]");
        float momentum = optimizer.Number("momentum", defaults.Momentum, decay);
        bool nesterov = optimizer.Flag("nesterov", defaults.Nesterov);
        if (nesterov && momentum == 0f)
            throw optimizer.Wrong("nesterov", "needs a momentum above 0; write for example momentum: 0.9");
        return new OptimizerSpec(
            kind,
            optimizer.Number("lr", defaults.LearningRate, NumberRange.Above(0, 10)),
            beta1,
            beta2,
            optimizer.Number("eps", defaults.Epsilon, NumberRange.Above(0, 1)),
            // PyTorch's AdamW decays by default; its other optimisers do not.
            optimizer.Number("weight_decay", kind is OptimizerKind.AdamW ? 0.01f : 0f, NumberRange.Between(0, 10)),
            momentum,
            nesterov,
            optimizer.Number("alpha", defaults.Alpha, decay));
    }

    private static LossSpec ReadLoss(Section loss) => new(
        loss.Choice("kind", LossKind.NonSaturating, RecipeWords.Losses),
        loss.Number("label_smoothing", 0f, NumberRange.Below(0, 0.5f)),
        loss.Choice("smoothing", SmoothingSides.One, RecipeWords.Smoothings));

    private static ScheduleSpec ReadSchedule(Section schedule)
    {
        var spec = new ScheduleSpec(
            schedule.Choice("kind", ScheduleKind.Fixed, RecipeWords.Schedules),
            schedule.Whole("discriminator", 1, 1, RecipeLimits.SubSteps),
            schedule.Whole("generator", 1, 1, RecipeLimits.SubSteps),
            schedule.Choice("study", StudyKind.Combined, RecipeWords.Studies),
            schedule.Choice("fakes", FakesKind.Fresh, RecipeWords.Fakes));
        if (spec is { Fakes: FakesKind.Reused, Generator: > 1 })
        {
            throw schedule.Wrong(
                "fakes",
                $"reused fakes serve one generator sub-step only, and schedule.generator is {YamlText.Of(spec.Generator)}; "
                + "write fresh, or generator: 1");
        }

        return spec;
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

    private static SamplesSpec ReadSamples(Section samples)
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

        int rows = 8, columns = 8;
        if (samples["grid"] is { } grid)
        {
            string key = samples.KeyOf("grid");
            var sizes = YamlValues.List(grid, key, 2, 2, "[rows, columns], such as [8, 8]");
            rows = (int)YamlValues.Whole(sizes[0], key + "[0]", 1, RecipeLimits.Grid);
            columns = (int)YamlValues.Whole(sizes[1], key + "[1]", 1, RecipeLimits.Grid);
        }

        return new SamplesSpec(every, everyEpochs, rows, columns);
    }

    private static (float First, float Second) ReadPair(
        Section section, string name, (float First, float Second) fallback, NumberRange range, string what)
    {
        if (section[name] is not { } node)
            return fallback;
        string key = section.KeyOf(name);
        var items = YamlValues.List(node, key, 2, 2, what);
        return (YamlValues.Number(items[0], key + "[0]", range), YamlValues.Number(items[1], key + "[1]", range));
    }

    private static RecipePosition LastLayer(YamlNode network) =>
        network is YamlMap map && map["layers"] is YamlList { Items: [.., var last] } ? last.Position : network.Position;
}
