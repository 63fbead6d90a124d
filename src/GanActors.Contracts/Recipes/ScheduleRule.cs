namespace GanActors.Recipes;

/// <summary>How the phases of an iteration are decided.</summary>
public enum ScheduleKind
{
    /// <summary>k discriminator sub-steps, then m generator sub-steps, always.</summary>
    Fixed,

    /// <summary>Many discriminator sub-steps at first and every so often, else k: <see cref="WarmUpRule"/>.</summary>
    WarmUp,

    /// <summary>The discriminator learns only while it is not too good: <see cref="AccuracyGateRule"/>.</summary>
    AccuracyGate,

    /// <summary>Whoever's loss leaves a band waits for the other: <see cref="LossBandRule"/>.</summary>
    LossBand,

    /// <summary>The one whose loss changes faster learns: <see cref="LossRatioRule"/>.</summary>
    LossRatio,

    /// <summary>The share of the discriminator's steps is controlled so that its accuracy meets a target: <see cref="IntegralRule"/>.</summary>
    Integral,
}

/// <summary>What decides whose weights move when, where k and m alone do not.</summary>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule")]
public abstract record ScheduleRule
{
    /// <summary>Which kind of schedule has this rule.</summary>
    public abstract ScheduleKind Kind { get; }
}

/// <summary>
/// The discriminator takes many sub-steps in each of the first iterations and again from time to time, and else k: it stays near its optimum, as
/// the Wasserstein distance wants it (Arjovsky, Chintala and Bottou, 2017: the published training program, with k = 5).
/// </summary>
/// <param name="Steps">Sub-steps of the discriminator in such an iteration.</param>
/// <param name="Until">So many iterations at the start are such.</param>
/// <param name="Every">Iterations from one such iteration to the next, later.</param>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule.warm-up")]
public sealed record WarmUpRule(int Steps = 100, long Until = 25, long Every = 500) : ScheduleRule
{
    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.WarmUp;
}

/// <summary>A rule that freezes a player for a while because of what an iteration showed.</summary>
/// <param name="Hysteresis">How far a figure has to come back past its bound before the gate opens again.</param>
/// <param name="Smoothing">Share of the old in a figure's running mean, in [0, 1); 0 looks at the last iteration alone.</param>
/// <param name="LongestFreeze">The most iterations in a row that a player is kept frozen.</param>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule.gate")]
public abstract record GateRule(float Hysteresis, float Smoothing, int LongestFreeze) : ScheduleRule;

/// <summary>
/// The discriminator learns only while its accuracy, the mean of that on real and on generated items, is at most a bound (Wu et al., 2016,
/// "Learning a Probabilistic Latent Space of Object Shapes via 3D Generative-Adversarial Modeling": 80 % on the last batch); the generator
/// only while it is at least a floor, if there is one.
/// </summary>
/// <param name="Accuracy">The bound.</param>
/// <param name="Floor">The floor; 0 for none.</param>
/// <param name="Hysteresis">See <see cref="GateRule"/>.</param>
/// <param name="Smoothing">See <see cref="GateRule"/>.</param>
/// <param name="LongestFreeze">See <see cref="GateRule"/>.</param>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule.accuracy-gate")]
public sealed record AccuracyGateRule(
    float Accuracy = 0.8f, float Floor = 0f, float Hysteresis = 0.05f, float Smoothing = 0.9f, int LongestFreeze = 100)
    : GateRule(Hysteresis, Smoothing, LongestFreeze)
{
    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.AccuracyGate;
}

/// <summary>
/// Freezes the discriminator while its loss on either side is below a band, and the generator while it is above; both frozen means that
/// both learn (Larsen et al., 2016, "Autoencoding beyond pixels using a learned similarity metric": the published program, with 0.68 and 0.4).
/// </summary>
/// <param name="Equilibrium">Middle of the band.</param>
/// <param name="Margin">Half its width.</param>
/// <param name="Hysteresis">See <see cref="GateRule"/>.</param>
/// <param name="Smoothing">See <see cref="GateRule"/>.</param>
/// <param name="LongestFreeze">See <see cref="GateRule"/>.</param>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule.loss-band")]
public sealed record LossBandRule(
    float Equilibrium = 0.68f, float Margin = 0.4f, float Hysteresis = 0.05f, float Smoothing = 0.9f, int LongestFreeze = 100)
    : GateRule(Hysteresis, Smoothing, LongestFreeze)
{
    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.LossBand;
}

/// <summary>
/// One player learns in an iteration: the discriminator if the relative change of its loss from one iteration to the next is more than
/// so many times that of the generator's, and else the generator (Ouyang, Chen and Agam, 2020, "Accelerated WGAN update strategy with loss
/// change rate balancing", arXiv 2008.12463).
/// </summary>
/// <param name="Ratio">So many times.</param>
/// <param name="Both">So many iterations at the start both learn, until there are changes to compare.</param>
/// <param name="Hysteresis">By which share the comparison has to turn before the other one learns.</param>
/// <param name="Smoothing">See <see cref="GateRule"/>.</param>
/// <param name="LongestFreeze">See <see cref="GateRule"/>.</param>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule.loss-ratio")]
public sealed record LossRatioRule(
    float Ratio = 1f, int Both = 3, float Hysteresis = 0.1f, float Smoothing = 0.9f, int LongestFreeze = 100)
    : GateRule(Hysteresis, Smoothing, LongestFreeze)
{
    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.LossRatio;
}

/// <summary>
/// An integral controller: while the discriminator's accuracy is above its target, the share of its k sub-steps that it takes falls by a fixed
/// rate an iteration, and while it is below, the share rises. It is the controller by which adaptive discriminator augmentation holds its measure of
/// overfitting at a target (Karras et al., 2020, "Training Generative Adversarial Networks with Limited Data", section 3.1), acting on steps
/// instead of on augmentations.
/// </summary>
/// <param name="Accuracy">The target for the mean of its accuracies on real and on generated items.</param>
/// <param name="Rate">How much of the whole the share moves by in an iteration.</param>
/// <param name="Hysteresis">How far from the target the accuracy may be before the share moves.</param>
/// <param name="Smoothing">See <see cref="GateRule"/>.</param>
/// <param name="LongestFreeze">See <see cref="GateRule"/>.</param>
[GenerateSerializer, Immutable, Alias("gan.schedule-rule.integral")]
public sealed record IntegralRule(
    float Accuracy = 0.8f, float Rate = 0.005f, float Hysteresis = 0.02f, float Smoothing = 0.9f, int LongestFreeze = 100)
    : GateRule(Hysteresis, Smoothing, LongestFreeze)
{
    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.Integral;
}
