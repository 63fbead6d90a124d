using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>The words recipes use for the values of each enumeration.</summary>
internal static class RecipeWords
{
    public static readonly Words<LossKind> Losses = new(
        (LossKind.NonSaturating, "non-saturating"),
        (LossKind.Saturating, "saturating"),
        (LossKind.LeastSquares, "least-squares"),
        (LossKind.Hinge, "hinge"),
        (LossKind.Wasserstein, "wasserstein"));

    public static readonly Words<LabelSides> LabelSides = new(
        (Recipes.LabelSides.One, "one-sided"),
        (Recipes.LabelSides.Two, "two-sided"));

    public static readonly Words<ImageFit> Fits = new(
        (ImageFit.Crop, "crop"),
        (ImageFit.Pad, "pad"),
        (ImageFit.Stretch, "stretch"));

    public static readonly Words<ImageBackground> Backgrounds = new(
        (ImageBackground.Black, "black"),
        (ImageBackground.White, "white"));

    public static readonly Words<NoiseDistribution> Distributions = new(
        (NoiseDistribution.Normal, "normal"),
        (NoiseDistribution.Uniform, "uniform"));

    public static readonly Words<ClassForm> ClassForms = new(
        (ClassForm.OneHot, "one-hot"),
        (ClassForm.Embedding, "embedding"));

    public static readonly Words<ScheduleKind> Schedules = new(
        (ScheduleKind.Fixed, "fixed"),
        (ScheduleKind.WarmUp, "warm-up"),
        (ScheduleKind.AccuracyGate, "accuracy-gate"),
        (ScheduleKind.LossBand, "loss-band"),
        (ScheduleKind.LossRatio, "loss-ratio"),
        (ScheduleKind.Integral, "integral"));

    public static readonly Words<StudyKind> Studies = new(
        (StudyKind.Combined, "combined"),
        (StudyKind.Separate, "separate"),
        (StudyKind.Shuffled, "shuffled"),
        (StudyKind.Switched, "switched"));

    public static readonly Words<FakesKind> Fakes = new(
        (FakesKind.Fresh, "fresh"),
        (FakesKind.Reused, "reused"));

    public static readonly Words<StopKind> Stops = new((StopKind.Fooled, "fooled"));

    public static readonly Words<DivergenceAction> Divergences = new(
        (DivergenceAction.Stop, "stop"),
        (DivergenceAction.RollBack, "roll-back"),
        (DivergenceAction.Skip, "skip"));

    public static readonly Words<AlarmKind> Alarms = new(
        (AlarmKind.DiscriminatorWins, "discriminator_wins"),
        (AlarmKind.VanishingFeedback, "vanishing_feedback"),
        (AlarmKind.OneSided, "one_sided"),
        (AlarmKind.LossesFrozen, "losses_frozen"),
        (AlarmKind.Oscillation, "oscillation"),
        (AlarmKind.NonFinite, "non_finite"),
        (AlarmKind.ExplodingGradients, "exploding_gradients"),
        (AlarmKind.ModeCollapse, "mode_collapse"),
        (AlarmKind.QualityFall, "quality_fall"));

    public static readonly Words<AlarmReaction> Reactions = new(
        (AlarmReaction.Tell, "tell"),
        (AlarmReaction.Stop, "stop"),
        (AlarmReaction.RollBack, "roll-back"));

    public static readonly Words<OptimizerKind> Optimizers = new(
        (OptimizerKind.Adam, "adam"),
        (OptimizerKind.AdamW, "adamw"),
        (OptimizerKind.RmsProp, "rmsprop"),
        (OptimizerKind.Sgd, "sgd"));

    public static readonly Words<Initializer> Initializers = new(
        (Initializer.PyTorch, "pytorch"),
        (Initializer.Dcgan, "dcgan"),
        (Initializer.Glorot, "glorot"),
        (Initializer.He, "he"),
        (Initializer.LeCun, "lecun"));

    public static readonly Words<ConvolutionKind> Convolutions = new(
        (ConvolutionKind.Fast, "fast"),
        (ConvolutionKind.Direct, "direct"));

    public static readonly Words<LearningRateKind> LearningRates = new(
        (LearningRateKind.Constant, "constant"),
        (LearningRateKind.Linear, "linear"),
        (LearningRateKind.Cosine, "cosine"),
        (LearningRateKind.Step, "step"));

    public static readonly Words<PenaltyKind> Penalties = new(
        (PenaltyKind.R1, "r1"),
        (PenaltyKind.WganGp, "wgan-gp"));

    public static readonly Words<WeightsKind> Weights = new(
        (WeightsKind.Current, "current"),
        (WeightsKind.Average, "ema"));
}
