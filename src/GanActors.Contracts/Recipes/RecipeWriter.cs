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
        Line($"data: {{ name: {YamlText.OfName(recipe.Data.Name)}, scale: {Pair(recipe.Data.Low, recipe.Data.High)}, limit: {(recipe.Data.Limit is { } limit ? YamlText.Of(limit) : "all")} }}");
        Line($"batch: {recipe.Batch}");
        Line($"noise: {{ size: {recipe.Noise.Size}, distribution: {RecipeWords.Distributions.Of(recipe.Noise.Distribution)} }}");
        Network("generator", recipe.Generator);
        Network("discriminator", recipe.Discriminator);
        var loss = recipe.Loss;
        Line($"loss: {{ kind: {RecipeWords.Losses.Of(loss.Kind)}, label_smoothing: {YamlText.Of(loss.LabelSmoothing)}, smoothing: {RecipeWords.Smoothings.Of(loss.SmoothingSides)} }}");
        var schedule = recipe.Schedule;
        Line($"schedule: {{ kind: {RecipeWords.Schedules.Of(schedule.Kind)}, discriminator: {schedule.Discriminator}, generator: {schedule.Generator}, study: {RecipeWords.Studies.Of(schedule.Study)}, fakes: {RecipeWords.Fakes.Of(schedule.Fakes)} }}");
        string length = recipe.Run.Iterations is { } iterations ? $"iterations: {YamlText.Of(iterations)}" : $"epochs: {YamlText.Of(recipe.Run.Epochs ?? 0)}";
        Line($"run: {{ {length}, seed: {recipe.Run.Seed} }}");
        string every = recipe.Samples.Every is { } number ? YamlText.Of(number) : $"{{ epochs: {YamlText.Of(recipe.Samples.EveryEpochs ?? 0)} }}";
        Line($"samples: {{ every: {every}, grid: [{recipe.Samples.Rows}, {recipe.Samples.Columns}] }}");
        Line($"metrics: {{ every: {recipe.Metrics.Every} }}");
        return yaml.ToString();

        void Line(FormattableString line) => yaml.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

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
