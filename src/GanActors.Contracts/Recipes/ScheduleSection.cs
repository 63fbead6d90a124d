using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What a recipe says of its schedule, being read.</summary>
internal static class ScheduleSection
{
    /// <summary>Sub-steps of the discriminator between two warm-ups, as the program has it that they come from.</summary>
    private const int StepsAfterWarmUp = 5;

    /// <summary>Reads it.</summary>
    /// <param name="recipe">The whole recipe.</param>
    /// <param name="loss">The recipe's loss, whose figures rules look at.</param>
    public static ScheduleSpec Read(Section recipe, LossKind loss)
    {
        var schedule = recipe.Open("schedule", ScheduleKeys.All);
        var kind = schedule.Choice("kind", ScheduleKind.Fixed, RecipeWords.Schedules);
        foreach (string key in ScheduleKeys.All)
        {
            if (schedule[key] is not null && !ScheduleKeys.Takes(kind, key))
            {
                throw schedule.Wrong(
                    key, $"means nothing to {RecipeWords.Schedules.Of(kind)}: {ScheduleKeys.Purpose(key)}; remove it, or choose another kind");
            }
        }

        var spec = new ScheduleSpec(
            schedule.Whole("discriminator", kind == ScheduleKind.WarmUp ? StepsAfterWarmUp : 1, 1, RecipeLimits.SubSteps),
            schedule.Whole("generator", 1, 1, RecipeLimits.SubSteps),
            schedule.Choice("study", StudyKind.Combined, RecipeWords.Studies),
            schedule.Choice("fakes", FakesKind.Fresh, RecipeWords.Fakes),
            ReadRule(schedule, kind));
        if (spec is { Fakes: FakesKind.Reused, Generator: > 1 })
        {
            throw schedule.Wrong(
                "fakes",
                $"reused fakes serve one generator sub-step only, and schedule.generator is {YamlText.Of(spec.Generator)}; "
                + "write fresh, or generator: 1");
        }

        if (spec.Study == StudyKind.Switched && kind != ScheduleKind.Fixed)
        {
            throw schedule.Wrong(
                "study",
                $"switched feeds real and generated items in turn of iterations, and {RecipeWords.Schedules.Of(kind)} would have the discriminator learn more "
                + "from the one than from the other; write combined, or kind: fixed");
        }

        if (loss == LossKind.Wasserstein && WhatCriticsLack(kind) is { } lack)
            throw schedule.Wrong("kind", $"a critic with the loss wasserstein {lack}; write loss-ratio, warm-up or fixed");
        return spec;
    }

    private static string? WhatCriticsLack(ScheduleKind kind) => kind switch
    {
        ScheduleKind.AccuracyGate or ScheduleKind.Integral => "draws no line between real and fake, so it has no accuracy to go by",
        ScheduleKind.LossBand => "has losses without a scale, so no band is theirs",
        _ => null,
    };

    private static ScheduleRule? ReadRule(Section schedule, ScheduleKind kind) => kind switch
    {
        ScheduleKind.Fixed => null,
        ScheduleKind.WarmUp => ReadWarmUp(schedule, new WarmUpRule()),
        ScheduleKind.AccuracyGate => ReadAccuracyGate(schedule, new AccuracyGateRule()),
        ScheduleKind.LossBand => ReadLossBand(schedule, new LossBandRule()),
        ScheduleKind.LossRatio => ReadLossRatio(schedule, new LossRatioRule()),
        ScheduleKind.Integral => ReadIntegral(schedule, new IntegralRule()),
        _ => throw new NotSupportedException($"No schedule {kind}."),
    };

    private static WarmUpRule ReadWarmUp(Section schedule, WarmUpRule defaults) => new(
        schedule.Whole("steps", defaults.Steps, 1, RecipeLimits.SubSteps),
        schedule.Whole("until", (int)defaults.Until, 0, RecipeLimits.Iterations),
        schedule.Whole("every", (int)defaults.Every, 1, RecipeLimits.Iterations));

    private static AccuracyGateRule ReadAccuracyGate(Section schedule, AccuracyGateRule defaults)
    {
        var rule = Gate(schedule, defaults, NumberRange.Below(0, 0.5f)) with
        {
            Accuracy = schedule.Number("accuracy", defaults.Accuracy, NumberRange.Inside(0, 1)),
            Floor = schedule.Number("floor", defaults.Floor, NumberRange.Below(0, 1)),
        };
        if (rule.Accuracy <= rule.Hysteresis)
            throw schedule.Wrong("hysteresis", $"the gate would never open again: accuracy {YamlText.Of(rule.Accuracy)} cannot fall that far; write less");
        if (rule.Floor > 0 && rule.Floor + rule.Hysteresis > rule.Accuracy - rule.Hysteresis)
        {
            throw schedule.Wrong(
                "floor", $"both gates would be shut at once: the floor must be at least twice the hysteresis below the accuracy {YamlText.Of(rule.Accuracy)}");
        }

        return rule;
    }

    private static LossBandRule ReadLossBand(Section schedule, LossBandRule defaults)
    {
        var rule = Gate(schedule, defaults, NumberRange.Between(0, RecipeLimits.ScheduleLoss)) with
        {
            Equilibrium = schedule.Number("equilibrium", defaults.Equilibrium, NumberRange.Above(0, RecipeLimits.ScheduleLoss)),
            Margin = schedule.Number("margin", defaults.Margin, NumberRange.Above(0, RecipeLimits.ScheduleLoss)),
        };
        return rule.Hysteresis < 2 * rule.Margin
            ? rule
            : throw schedule.Wrong("hysteresis", $"it is as wide as the whole band of plus or minus {YamlText.Of(rule.Margin)}; write less");
    }

    private static LossRatioRule ReadLossRatio(Section schedule, LossRatioRule defaults) =>
        Gate(schedule, defaults, NumberRange.Between(0, RecipeLimits.ScheduleRatio)) with
        {
            Ratio = schedule.Number("ratio", defaults.Ratio, NumberRange.Above(0, RecipeLimits.ScheduleRatio)),
            Both = schedule.Whole("both", defaults.Both, 2, RecipeLimits.Iterations),
        };

    private static IntegralRule ReadIntegral(Section schedule, IntegralRule defaults) =>
        Gate(schedule, defaults, NumberRange.Below(0, 0.5f)) with
        {
            Accuracy = schedule.Number("accuracy", defaults.Accuracy, NumberRange.Inside(0, 1)),
            Rate = schedule.Number("rate", defaults.Rate, NumberRange.Above(0, 1)),
        };

    private static T Gate<T>(Section schedule, T defaults, NumberRange hysteresis)
        where T : GateRule => defaults with
        {
            Hysteresis = schedule.Number("hysteresis", defaults.Hysteresis, hysteresis),
            Smoothing = schedule.Number("smoothing", defaults.Smoothing, NumberRange.Below(0, 1)),
            LongestFreeze = schedule.Whole("longest_freeze", defaults.LongestFreeze, 1, RecipeLimits.Iterations),
        };
}
