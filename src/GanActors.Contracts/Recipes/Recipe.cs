using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>Everything that decides what a run does. Immutable; two runs of equal recipes on the CPU engine are equal to the last bit.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Description">One line for <c>recipes list</c>.</param>
/// <param name="Data">The real items.</param>
/// <param name="Batch">Items of a batch.</param>
/// <param name="Noise">The generator's input.</param>
/// <param name="Generator">Noise to items.</param>
/// <param name="Discriminator">Items to one logit.</param>
/// <param name="Loss">What both minimise.</param>
/// <param name="Schedule">Whose weights move when.</param>
/// <param name="Run">How long, and from which seed.</param>
/// <param name="Samples">When and how sample sheets are drawn.</param>
/// <param name="Metrics">What is written of the course.</param>
/// <param name="Penalty">On the discriminator's gradient; null for none.</param>
/// <param name="InstanceNoise">On the discriminator's input; null for none.</param>
/// <param name="Stop">When the run ends before its length is reached; null for never.</param>
/// <param name="Checkpoint">When checkpoints are written and which are kept; null for none.</param>
/// <param name="Divergence">What becomes of a run that meets a number that is not finite; null to stop.</param>
/// <param name="Evaluate">How often the generator is measured on the way; null for never.</param>
/// <param name="Alarms">What is watched for; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe")]
public sealed record Recipe(
    string Name,
    string Description,
    DataSpec Data,
    int Batch,
    NoiseSpec Noise,
    NetworkSpec Generator,
    NetworkSpec Discriminator,
    LossSpec Loss,
    ScheduleSpec Schedule,
    RunSpec Run,
    SamplesSpec Samples,
    MetricsSpec Metrics,
    PenaltySpec? Penalty = null,
    InstanceNoiseSpec? InstanceNoise = null,
    StopSpec? Stop = null,
    CheckpointSpec? Checkpoint = null,
    DivergenceSpec? Divergence = null,
    EvaluateSpec? Evaluate = null,
    AlarmsSpec? Alarms = null)
{
    /// <summary>Whether both networks are told the classes of the items (Mirza and Osindero, 2014): the generator is asked for them, the discriminator judges by them.</summary>
    public bool IsConditional => Generator.TakesClasses && Discriminator.TakesClasses;

    /// <summary>Infers and checks the generator's shapes for data items of shape <paramref name="item"/>.</summary>
    /// <param name="item">Shape of the data's items.</param>
    /// <param name="classes">How many classes the data have; 0 for none.</param>
    /// <exception cref="NetworkShapeException">The layers do not fit together.</exception>
    public NetworkPlan PlanGenerator(Shape item, int classes = 0) =>
        NetworkPlan.Infer(NetworkRole.Generator, Generator, new Shape(Noise.Size), item, classes);

    /// <summary>How many items the discriminator judges of a batch: one a pack.</summary>
    public int Packs => Batch / Discriminator.Pack;

    /// <summary>
    /// Infers and checks the discriminator's shapes for data items of shape <paramref name="item"/>. If it judges packs of m items, it takes
    /// <c>[m channels, height, width]</c>, or <c>[m n]</c> for points of n coordinates.
    /// </summary>
    /// <param name="item">Shape of the data's items.</param>
    /// <param name="classes">How many classes the data have; 0 for none.</param>
    /// <exception cref="NetworkShapeException">The layers do not fit together.</exception>
    public NetworkPlan PlanDiscriminator(Shape item, int classes = 0) =>
        NetworkPlan.Infer(NetworkRole.Discriminator, Discriminator, Packed(item), new Shape(1), classes);

    /// <summary>Shape of what the discriminator judges: as many items as it packs, one after another along the first dimension.</summary>
    public Shape Packed(Shape item) => Discriminator.Pack == 1 ? item : new Shape([Discriminator.Pack * item[0], .. item.Dimensions[1..]]);
}

/// <summary>The real items.</summary>
/// <param name="Name">A data set's name; of a folder, the folder's own.</param>
/// <param name="Low">What a black pixel becomes.</param>
/// <param name="High">What a white pixel becomes.</param>
/// <param name="Limit">Only so many of the first items; null for all.</param>
/// <param name="Folder">The full path of a folder of pictures, which is then the data set; null for one that has a name.</param>
/// <param name="Images">What pictures are brought to; null to leave them as they are, which a folder's pictures cannot be.</param>
/// <param name="Flip">Whether pictures are mirrored left to right, each with probability one half, drawn anew for every item and epoch.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.data")]
public sealed record DataSpec(
    string Name, float Low = -1f, float High = 1f, int? Limit = null, string? Folder = null, ImageSpec? Images = null, bool Flip = false);

/// <summary>How noise is distributed.</summary>
public enum NoiseDistribution
{
    /// <summary>N(0, 1).</summary>
    Normal,

    /// <summary>Uniform in [-1, 1).</summary>
    Uniform,
}

/// <summary>The generator's input, <c>[size]</c>.</summary>
[GenerateSerializer, Immutable, Alias("gan.recipe.noise")]
public sealed record NoiseSpec(int Size = 100, NoiseDistribution Distribution = NoiseDistribution.Normal);

/// <summary>How the discriminator studies in one of its sub-steps.</summary>
public enum StudyKind
{
    /// <summary>One step on the sum of both losses, real and fake normalised apart: PyTorch's DCGAN example.</summary>
    Combined,

    /// <summary>A step on the real batch, then a step on the fake one: the Keras books.</summary>
    Separate,

    /// <summary>One step on a single batch of real and fake items, mixed.</summary>
    Shuffled,

    /// <summary>Real and fake in turn: real in even iterations, fake in odd ones.</summary>
    Switched,
}

/// <summary>Which fakes the discriminator phase sees.</summary>
public enum FakesKind
{
    /// <summary>Forged anew for each sub-step.</summary>
    Fresh,

    /// <summary>Forged once in an iteration: what the discriminator studies, the generator then learns from. Saves forward passes.</summary>
    Reused,
}

/// <summary>Whose weights move when.</summary>
/// <param name="Discriminator">k: discriminator sub-steps of an iteration in which it learns.</param>
/// <param name="Generator">m: generator sub-steps of an iteration in which it learns.</param>
/// <param name="Study">How the discriminator studies.</param>
/// <param name="Fakes">Which fakes it sees.</param>
/// <param name="Rule">What decides otherwise than k and m, always; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.schedule")]
public sealed record ScheduleSpec(
    int Discriminator = 1,
    int Generator = 1,
    StudyKind Study = StudyKind.Combined,
    FakesKind Fakes = FakesKind.Fresh,
    ScheduleRule? Rule = null)
{
    /// <summary>How the phases are decided.</summary>
    public ScheduleKind Kind => Rule?.Kind ?? ScheduleKind.Fixed;

    /// <summary>Whether the discriminator sees real items in an iteration: always, but for the switch, which feeds them in even ones.</summary>
    public bool FeedsReal(long iteration) => Study != StudyKind.Switched || iteration % 2 == 0;

    /// <summary>Whether the discriminator sees fakes in an iteration: always, but for the switch, which feeds them in odd ones.</summary>
    public bool FeedsFakes(long iteration) => Study != StudyKind.Switched || iteration % 2 == 1;
}

/// <summary>How long a run is, and where its random numbers start. Exactly one of the two lengths is given.</summary>
/// <param name="Iterations">An iteration is a discriminator phase and a generator phase.</param>
/// <param name="Epochs">An epoch is one pass of the discriminator over the real items, the last partial batch skipped.</param>
/// <param name="Seed">Any number.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.run")]
public sealed record RunSpec(long? Iterations = null, int? Epochs = null, ulong Seed = 1);

/// <summary>When and how sample sheets are drawn. One is drawn before the first iteration and one after the last, too.</summary>
/// <param name="Every">Iterations between two sheets; null if <paramref name="EveryEpochs"/> is given.</param>
/// <param name="EveryEpochs">Epochs between two sheets.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Weights">Which of the generator's weights draw them; the average only if the generator keeps one.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.samples")]
public sealed record SamplesSpec(long? Every = null, int? EveryEpochs = null, int Rows = 8, int Columns = 8, WeightsKind Weights = WeightsKind.Current);

/// <summary>What is written of the course.</summary>
/// <param name="Every">Iterations between two rows of <c>metrics.csv</c>.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.metrics")]
public sealed record MetricsSpec(int Every = 1);
