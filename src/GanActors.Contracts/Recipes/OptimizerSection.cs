using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What a recipe says of an optimiser, being read.</summary>
internal static class OptimizerSection
{
    /// <summary>Reads it.</summary>
    public static OptimizerSpec Read(Section optimizer)
    {
        var decay = NumberRange.Below(0, 1);
        var clip = NumberRange.Between(0, RecipeLimits.Clip);
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
        var (beta1, beta2) = optimizer.Pair("betas", (defaults.Beta1, defaults.Beta2), decay, "two decays, such as [0.5, 0.999]");
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
            optimizer.Number("alpha", defaults.Alpha, decay),
            optimizer.Number("clip_norm", defaults.ClipNorm, clip),
            optimizer.Number("clip_value", defaults.ClipValue, clip),
            ReadSchedule(optimizer));
    }

    private static LearningRateSchedule? ReadSchedule(Section optimizer)
    {
        if (optimizer["schedule"] is not { } node)
            return null;
        var schedule = node is YamlScalar { IsNull: false }
            ? Section.OfShorthand(node, optimizer.KeyOf("schedule"), "kind")
            : optimizer.Open("schedule", LearningRateKeys.All);
        const string example = "schedule: { kind: linear, steps: 20000 }";
        var kind = YamlValues.Choice(schedule.Required("kind", example), schedule.KeyOf("kind"), RecipeWords.LearningRates);
        foreach (string key in LearningRateKeys.All)
        {
            if (schedule[key] is not null && !LearningRateKeys.Takes(kind, key))
            {
                throw schedule.Wrong(
                    key,
                    $"means nothing to {RecipeWords.LearningRates.Of(kind)}: {LearningRateKeys.Purpose(key)}; remove it, or choose another kind");
            }
        }

        if (kind == LearningRateKind.Constant)
            return null;
        var (length, share, fallback) = LearningRateKeys.Of(kind);
        // After the shorthand, `schedule: linear`, the path is that of the schedule itself.
        string lengthKey = $"{optimizer.KeyOf("schedule")}.{length}";
        var steps = schedule[length] ?? throw new RecipeException(
            schedule.Position, lengthKey, $"missing; write for example schedule: {{ kind: {RecipeWords.LearningRates.Of(kind)}, {length}: 20000 }}");
        return new LearningRateSchedule(
            kind,
            YamlValues.Whole(steps, lengthKey, 1, RecipeLimits.Iterations),
            schedule.Number(share, fallback, NumberRange.Between(0, 1)));
    }
}
