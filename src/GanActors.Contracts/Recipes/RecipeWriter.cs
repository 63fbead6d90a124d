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
    private const string None = "none";

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
        Line($"conditional: {YamlText.Of(recipe.IsConditional)}");
        Network("generator", recipe.Generator);
        Line($"  ema: {OfAverage(recipe.Generator.Average)}");
        Network("discriminator", recipe.Discriminator);
        Line($"  clip_weights: {YamlText.Of(recipe.Discriminator.WeightClip)}");
        Line($"  pack: {recipe.Discriminator.Pack}");
        Line($"loss: {OfLoss(recipe.Loss)}");
        Line($"penalty: {OfPenalty(recipe.Penalty)}");
        Line($"instance_noise: {OfInstanceNoise(recipe.InstanceNoise)}");
        Line($"schedule: {OfSchedule(recipe.Schedule)}");
        Line($"run: {OfRun(recipe.Run)}");
        Line($"stop: {OfStop(recipe.Stop)}");
        Line($"alarms: {AlarmsSection.Write(recipe.Alarms)}");
        Line($"samples: {OfSamples(recipe.Samples)}");
        Line($"metrics: {{ every: {recipe.Metrics.Every} }}");
        Line($"checkpoint: {KeepingSection.Of(recipe.Checkpoint)}");
        Line($"on_divergence: {KeepingSection.Of(recipe.Divergence)}");
        Line($"evaluate: {EvaluateSection.Of(recipe.Evaluate)}");
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
            Line($"  conv: {RecipeWords.Convolutions.Of(network.Convolutions)}");
        }
    }

    private static string OfLoss(LossSpec loss) => Options(LossKeys.All.Where(key => LossKeys.Takes(loss.Kind, key)), key => key switch
    {
        "kind" => RecipeWords.Losses.Of(loss.Kind),
        "label_smoothing" => YamlText.Of(loss.LabelSmoothing),
        "smoothing" => RecipeWords.LabelSides.Of(loss.SmoothingSides),
        "flip_labels" => YamlText.Of(loss.FlipLabels),
        "flips" => RecipeWords.LabelSides.Of(loss.FlipSides),
        _ => throw new NotSupportedException(key),
    });

    private static string OfAverage(AverageSpec? average) =>
        average is null ? None : $"{{ decay: {YamlText.Of(average.Decay)}, ramp_up: {YamlText.Of(average.RampUp)} }}";

    private static string OfPenalty(PenaltySpec? penalty) => penalty is null
        ? None
        : $"{{ kind: {RecipeWords.Penalties.Of(penalty.Kind)}, weight: {YamlText.Of(penalty.Weight)}, every: {YamlText.Of(penalty.Every)} }}";

    private static string OfInstanceNoise(InstanceNoiseSpec? noise) => noise is null
        ? None
        : $"{{ std: {YamlText.Of(noise.Deviation)}, until: {(noise.Until is { } until ? YamlText.Of(until) : "never")} }}";

    private static string OfSchedule(ScheduleSpec schedule)
    {
        var (warmUp, gate) = (schedule.Rule as WarmUpRule, schedule.Rule as GateRule);
        return Options(ScheduleKeys.All.Where(key => ScheduleKeys.Takes(schedule.Kind, key)), key => (key, schedule.Rule) switch
        {
            ("kind", _) => RecipeWords.Schedules.Of(schedule.Kind),
            ("discriminator", _) => YamlText.Of(schedule.Discriminator),
            ("generator", _) => YamlText.Of(schedule.Generator),
            ("study", _) => RecipeWords.Studies.Of(schedule.Study),
            ("fakes", _) => RecipeWords.Fakes.Of(schedule.Fakes),
            ("steps", _) => YamlText.Of(warmUp!.Steps),
            ("until", _) => YamlText.Of(warmUp!.Until),
            ("every", _) => YamlText.Of(warmUp!.Every),
            ("accuracy", AccuracyGateRule rule) => YamlText.Of(rule.Accuracy),
            ("accuracy", IntegralRule rule) => YamlText.Of(rule.Accuracy),
            ("floor", AccuracyGateRule rule) => YamlText.Of(rule.Floor),
            ("equilibrium", LossBandRule rule) => YamlText.Of(rule.Equilibrium),
            ("margin", LossBandRule rule) => YamlText.Of(rule.Margin),
            ("ratio", LossRatioRule rule) => YamlText.Of(rule.Ratio),
            ("both", LossRatioRule rule) => YamlText.Of(rule.Both),
            ("rate", IntegralRule rule) => YamlText.Of(rule.Rate),
            ("hysteresis", _) => YamlText.Of(gate!.Hysteresis),
            ("smoothing", _) => YamlText.Of(gate!.Smoothing),
            ("longest_freeze", _) => YamlText.Of(gate!.LongestFreeze),
            _ => throw new NotSupportedException(key),
        });
    }

    private static string OfRun(RunSpec run) => Invariant(run.Iterations is { } iterations
        ? $"{{ iterations: {iterations}, seed: {run.Seed} }}"
        : (FormattableString)$"{{ epochs: {run.Epochs}, seed: {run.Seed} }}");

    private static string OfStop(StopSpec? stop) => stop is null
        ? None
        : $"{{ kind: {RecipeWords.Stops.Of(stop.Kind)}, band: {YamlText.Of(stop.Band)}, window: {YamlText.Of(stop.Window)}, for: {YamlText.Of(stop.For)} }}";

    private static string OfSamples(SamplesSpec samples)
    {
        string every = samples.Every is { } iterations ? YamlText.Of(iterations) : $"{{ epochs: {YamlText.Of(samples.EveryEpochs ?? 1)} }}";
        return Invariant($"{{ every: {every}, grid: [{samples.Rows}, {samples.Columns}], weights: {RecipeWords.Weights.Of(samples.Weights)} }}");
    }

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

    private static string OfOptimizer(OptimizerSpec optimizer) =>
        Options(OptimizerKeys.All.Where(key => OptimizerKeys.Takes(optimizer.Kind, key)), key => key switch
        {
            "kind" => RecipeWords.Optimizers.Of(optimizer.Kind),
            "lr" => YamlText.Of(optimizer.LearningRate),
            "betas" => Pair(optimizer.Beta1, optimizer.Beta2),
            "alpha" => YamlText.Of(optimizer.Alpha),
            "momentum" => YamlText.Of(optimizer.Momentum),
            "nesterov" => YamlText.Of(optimizer.Nesterov),
            "eps" => YamlText.Of(optimizer.Epsilon),
            "weight_decay" => YamlText.Of(optimizer.WeightDecay),
            "clip_norm" => YamlText.Of(optimizer.ClipNorm),
            "clip_value" => YamlText.Of(optimizer.ClipValue),
            "schedule" => OfLearningRate(optimizer.Schedule ?? new LearningRateSchedule()),
            _ => throw new NotSupportedException(key),
        });

    private static string OfLearningRate(LearningRateSchedule schedule)
    {
        string kind = RecipeWords.LearningRates.Of(schedule.Kind);
        if (schedule.Kind == LearningRateKind.Constant)
            return kind;
        var (steps, factor, _) = LearningRateKeys.Of(schedule.Kind);
        return $"{{ kind: {kind}, {steps}: {YamlText.Of(schedule.Steps)}, {factor}: {YamlText.Of(schedule.Factor)} }}";
    }

    private static string Options(IEnumerable<string> keys, Func<string, string> value) =>
        $"{{ {string.Join(", ", keys.Select(key => $"{key}: {value(key)}"))} }}";

    private static string Pair(float first, float second) => $"[{YamlText.Of(first)}, {YamlText.Of(second)}]";
}
