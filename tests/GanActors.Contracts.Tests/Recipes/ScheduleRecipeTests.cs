using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>What a recipe may say of whose weights move when.</summary>
public sealed class ScheduleRecipeTests
{
    private const string Gate = "schedule: { kind: accuracy-gate, discriminator: 2, generator: 1, study: combined, fakes: fresh, accuracy: 0.75, floor: 0.5, hysteresis: 0.1, smoothing: 0.5, longest_freeze: 20 }\n";

    public static TheoryData<string, ScheduleRule, string> Kinds => new()
    {
        { "warm-up", new WarmUpRule(100, 25, 500), "steps: 100, until: 25, every: 500" },
        { "accuracy-gate", new AccuracyGateRule(0.8f, 0f, 0.05f, 0.9f, 100), "accuracy: 0.8, floor: 0, hysteresis: 0.05, smoothing: 0.9, longest_freeze: 100" },
        { "loss-band", new LossBandRule(0.68f, 0.4f, 0.05f, 0.9f, 100), "equilibrium: 0.68, margin: 0.4, hysteresis: 0.05, smoothing: 0.9, longest_freeze: 100" },
        { "loss-ratio", new LossRatioRule(1f, 3, 0.1f, 0.9f, 100), "ratio: 1, both: 3, hysteresis: 0.1, smoothing: 0.9, longest_freeze: 100" },
        { "integral", new IntegralRule(0.8f, 0.005f, 0.02f, 0.9f, 100), "accuracy: 0.8, rate: 0.005, hysteresis: 0.02, smoothing: 0.9, longest_freeze: 100" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_kind_alone_has_defaults_and_is_written_in_full(string kind, ScheduleRule rule, string written)
    {
        var recipe = RecipeText.Read($"{RecipeText.Least}schedule: {{ kind: {kind} }}\n");
        int steps = kind == "warm-up" ? 5 : 1;
        Assert.Equal(new ScheduleSpec(steps, Rule: rule), recipe.Schedule);
        Assert.Contains(
            $"\nschedule: {{ kind: {kind}, discriminator: {steps}, generator: 1, study: combined, fakes: fresh, {written} }}\n",
            RecipeWriter.Write(recipe), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_is_read_and_written()
    {
        var recipe = RecipeText.Read(RecipeText.Least + Gate);
        Assert.Equal(new ScheduleSpec(2, 1, StudyKind.Combined, FakesKind.Fresh, new AccuracyGateRule(0.75f, 0.5f, 0.1f, 0.5f, 20)), recipe.Schedule);
        Assert.Contains($"\n{Gate}", RecipeWriter.Write(recipe), StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_chooses_a_kind_and_changes_one_value_of_it()
    {
        Assert.Equal(new LossRatioRule(Ratio: 2f), RecipeText.Read(RecipeText.Whole, "schedule.kind=loss-ratio", "schedule.ratio=2").Schedule.Rule);
        Assert.Equal(12, Assert.IsType<AccuracyGateRule>(RecipeText.Read(RecipeText.Least + Gate, "schedule.longest_freeze=12").Schedule.Rule).LongestFreeze);
    }

    /// <summary>As in <see cref="RecipeErrorTests.Faults"/>.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "kind: accuracy-gate", "kind: §accuracy-gait", "schedule.kind", "expected one of fixed, warm-up, accuracy-gate, loss-band, loss-ratio, integral, found 'accuracy-gait'; did you mean 'accuracy-gate'?" },
        { "accuracy: 0.75", "accuracy: §1", "schedule.accuracy", "1 is out of range: expected a number above 0 and below 1" },
        { "longest_freeze: 20", "longest_freeze: §0", "schedule.longest_freeze", "0 is out of range: expected a whole number from 1 to 1000000000" },
        { "smoothing: 0.5", "smoothing: §1", "schedule.smoothing", "1 is out of range: expected a number at least 0 and below 1" },
        { "smoothing: 0.5", "§smothing: 0.5", "schedule.smothing", "unknown key; did you mean 'smoothing'?" },
        { "floor: 0.5", "floor: §0.6", "schedule.floor", "both gates would be shut at once: the floor must be at least twice the hysteresis below the accuracy 0.75" },
        { "accuracy: 0.75, floor: 0.5, hysteresis: 0.1", "accuracy: 0.05, floor: 0, hysteresis: §0.1", "schedule.hysteresis", "the gate would never open again: accuracy 0.05 cannot fall that far; write less" },
        { "floor: 0.5", "floor: 0.5, rate: §0.1", "schedule.rate", "means nothing to accuracy-gate: it is how fast integral moves the share of steps; remove it, or choose another kind" },
        { "kind: accuracy-gate, discriminator: 2, generator: 1, study: combined, fakes: fresh, accuracy: 0.75, floor: 0.5, hysteresis: 0.1, smoothing: 0.5, longest_freeze: 20", "kind: fixed, longest_freeze: §20", "schedule.longest_freeze", "means nothing to fixed: it is for schedules that freeze a network: accuracy-gate, loss-band, loss-ratio and integral; remove it, or choose another kind" },
        { "kind: accuracy-gate, discriminator: 2, generator: 1, study: combined, fakes: fresh, accuracy: 0.75, floor: 0.5, hysteresis: 0.1, smoothing: 0.5, longest_freeze: 20", "kind: loss-band, margin: 0.4, hysteresis: §0.8", "schedule.hysteresis", "it is as wide as the whole band of plus or minus 0.4; write less" },
        { "kind: accuracy-gate, discriminator: 2, generator: 1, study: combined, fakes: fresh, accuracy: 0.75, floor: 0.5, hysteresis: 0.1, smoothing: 0.5, longest_freeze: 20", "kind: loss-ratio, both: §1", "schedule.both", "1 is out of range: expected a whole number from 2 to 1000000000" },
        { "study: combined", "study: §switched", "schedule.study", "switched feeds real and generated items in turn of iterations, and accuracy-gate would have the discriminator learn more from the one than from the other; write combined, or kind: fixed" },
        { "kind: accuracy-gate", "kind: §accuracy-gate", "schedule.kind", "a critic with the loss wasserstein draws no line between real and fake, so it has no accuracy to go by; write loss-ratio, warm-up or fixed" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_line_column_and_key(string good, string bad, string key, string problem)
    {
        string text = RecipeText.Least + Gate + (problem.Contains("wasserstein", StringComparison.Ordinal) ? "loss: { kind: wasserstein }\n" : "");
        RecipeText.AssertFaultIsNamed(text, good, bad, key, problem, blamed: ("schedule: {", "schedule: §{"));
    }

    [Fact]
    public void A_band_of_losses_is_refused_for_a_critic_and_a_ratio_is_not()
    {
        const string critic = RecipeText.Least + "loss: { kind: wasserstein }\n";
        Assert.Contains("no band is theirs", RecipeText.Fault(critic + "schedule: { kind: loss-band }\n").Message, StringComparison.Ordinal);
        Assert.Equal(ScheduleKind.LossRatio, RecipeText.Read(critic + "schedule: { kind: loss-ratio }\n").Schedule.Kind);
    }
}
