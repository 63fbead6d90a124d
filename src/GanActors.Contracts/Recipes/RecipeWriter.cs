using System.Globalization;
using System.Text;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>
/// Writes a recipe as YAML with every value spelled out, defaults included, always in one order: what a run keeps of its recipe. Reading it
/// gives an equal recipe, whatever the defaults have become since.
/// </summary>
public static class RecipeWriter
{
    /// <summary>The recipe as YAML, lines ending in <c>\n</c>.</summary>
    public static string Write(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var yaml = new StringBuilder();
        Line($"name: {YamlText.OfName(recipe.Name)}");
        Line($"description: {YamlText.Quoted(recipe.Description)}");
        Line($"data: {DataKeys.Write(recipe.Data)}");
        Line($"batch: {recipe.Batch}");
        Line($"noise: {{ size: {recipe.Noise.Size}, distribution: {RecipeWords.Distributions.Of(recipe.Noise.Distribution)} }}");
        Network("generator", recipe.Generator);
        Network("discriminator", recipe.Discriminator);
        Line($"loss: {OfLoss(recipe.Loss)}");
        Line($"schedule: {OfSchedule(recipe.Schedule)}");
        Line($"run: {OfRun(recipe.Run)}");
        Line($"samples: {OfSamples(recipe.Samples)}");
        Line($"metrics: {{ every: {recipe.Metrics.Every} }}");
        return yaml.ToString();

        void Line(FormattableString line) => yaml.Append(Invariant(line)).Append('\n');

        void Network(string role, NetworkSpec network)
        {
            Line($"{role}:");
            Line($"  layers:");
            foreach (var layer in network.Layers)
                Line($"    - {OfLayer(layer)}");
            Line($"  optimizer: {OfOptimizer(network.Optimizer)}");
            Line($"  init: {RecipeWords.Initializers.Of(network.Initializer)}");
        }
    }

    private static string OfLoss(LossSpec loss) =>
        $"{{ kind: {RecipeWords.Losses.Of(loss.Kind)}, label_smoothing: {YamlText.Of(loss.LabelSmoothing)}, "
        + $"smoothing: {RecipeWords.Smoothings.Of(loss.SmoothingSides)} }}";

    private static string OfSchedule(ScheduleSpec schedule) => Invariant(
        $"{{ kind: {RecipeWords.Schedules.Of(schedule.Kind)}, discriminator: {schedule.Discriminator}, generator: {schedule.Generator}, ")
        + $"study: {RecipeWords.Studies.Of(schedule.Study)}, fakes: {RecipeWords.Fakes.Of(schedule.Fakes)} }}";

    private static string OfRun(RunSpec run) => Invariant(run.Iterations is { } iterations
        ? $"{{ iterations: {iterations}, seed: {run.Seed} }}"
        : (FormattableString)$"{{ epochs: {run.Epochs}, seed: {run.Seed} }}");

    private static string OfSamples(SamplesSpec samples) => Invariant(samples.Every is { } iterations
        ? $"{{ every: {iterations}, grid: [{samples.Rows}, {samples.Columns}] }}"
        : (FormattableString)$"{{ every: {{ epochs: {samples.EveryEpochs} }}, grid: [{samples.Rows}, {samples.Columns}] }}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string OfLayer(Layer layer)
    {
        var form = LayerForms.Of(layer);
        var options = new LayerOptions();
        form.Write(layer, options);
        return options.All switch
        {
            [] => form.Name,
            [var only] when only.Name == form.Primary => $"{{ {form.Name}: {only.Value} }}",
            var all => $"{{ {form.Name}: {{ {string.Join(", ", all.Select(option => $"{option.Name}: {option.Value}"))} }} }}",
        };
    }

    private static string OfOptimizer(OptimizerSpec optimizer)
    {
        var values = OptimizerKeys.All.Where(key => OptimizerKeys.Takes(optimizer.Kind, key)).Select(key => $"{key}: " + key switch
        {
            "kind" => RecipeWords.Optimizers.Of(optimizer.Kind),
            "lr" => YamlText.Of(optimizer.LearningRate),
            "betas" => Pair(optimizer.Beta1, optimizer.Beta2),
            "alpha" => YamlText.Of(optimizer.Alpha),
            "momentum" => YamlText.Of(optimizer.Momentum),
            "nesterov" => YamlText.Of(optimizer.Nesterov),
            "eps" => YamlText.Of(optimizer.Epsilon),
            "weight_decay" => YamlText.Of(optimizer.WeightDecay),
            _ => throw new NotSupportedException(key),
        });
        return $"{{ {string.Join(", ", values)} }}";
    }

    private static string Pair(float first, float second) => $"[{YamlText.Of(first)}, {YamlText.Of(second)}]";
}
