namespace GanActors.Recipes;

/// <summary>What can go wrong in a duel, and can be seen of it.</summary>
public enum AlarmKind
{
    /// <summary>The discriminator is right on nearly everything, real and generated: the generator learns nothing from it.</summary>
    DiscriminatorWins,

    /// <summary>Next to no gradient reaches the generator.</summary>
    VanishingFeedback,

    /// <summary>The discriminator calls nearly everything real, or nearly everything generated.</summary>
    OneSided,

    /// <summary>Both losses stand still.</summary>
    LossesFrozen,

    /// <summary>The generator's loss swings up and down.</summary>
    Oscillation,

    /// <summary>A figure is not finite.</summary>
    NonFinite,

    /// <summary>Gradients have grown out of all proportion.</summary>
    ExplodingGradients,

    /// <summary>Generated items are much more alike than real ones.</summary>
    ModeCollapse,

    /// <summary>An evaluation is much worse than the best before it.</summary>
    QualityFall,
}

/// <summary>What a run does when an alarm is raised. It is told in any case.</summary>
public enum AlarmReaction
{
    /// <summary>Nothing more.</summary>
    Tell,

    /// <summary>The run ends.</summary>
    Stop,

    /// <summary>The run goes back to a checkpoint.</summary>
    RollBack,
}

/// <summary>When an alarm is raised, and what then. It is cleared when its figure has come back by a fifth of the bound.</summary>
/// <param name="Reaction">What is done.</param>
/// <param name="Bound">What its figure has to reach; the figure depends on the kind.</param>
/// <param name="Window">Iterations that it looks at.</param>
[GenerateSerializer, Immutable, Alias("gan.alarm-spec")]
public sealed record AlarmSpec(AlarmReaction Reaction, float Bound, int Window);

/// <summary>The alarms of a run; null for one that is not wanted.</summary>
/// <param name="DiscriminatorWins">Bound: both accuracies.</param>
/// <param name="VanishingFeedback">Bound: share of the largest mean norm of the generator's gradient so far.</param>
/// <param name="OneSided">Bound: distance between the two accuracies.</param>
/// <param name="LossesFrozen">Bound: relative change of either loss from one iteration to the next.</param>
/// <param name="Oscillation">Bound: swings within the window.</param>
/// <param name="NonFinite">It has no bound: any such figure is one too many.</param>
/// <param name="ExplodingGradients">Bound: how many times the norm of the first window.</param>
/// <param name="ModeCollapse">Bound: diversity of generated items as a share of that of real ones.</param>
/// <param name="QualityFall">Bound: how many times worse than the best.</param>
[GenerateSerializer, Immutable, Alias("gan.alarms-spec")]
public sealed record AlarmsSpec(
    AlarmSpec? DiscriminatorWins,
    AlarmSpec? VanishingFeedback,
    AlarmSpec? OneSided,
    AlarmSpec? LossesFrozen,
    AlarmSpec? Oscillation,
    AlarmSpec? NonFinite,
    AlarmSpec? ExplodingGradients,
    AlarmSpec? ModeCollapse,
    AlarmSpec? QualityFall)
{
    /// <summary>All alarms as they are unless a recipe says otherwise.</summary>
    public static AlarmsSpec Default { get; } = new(
        new(AlarmReaction.Tell, 0.98f, 200),
        new(AlarmReaction.Tell, 0.01f, 200),
        new(AlarmReaction.Tell, 0.8f, 500),
        new(AlarmReaction.Tell, 0.0001f, 200),
        new(AlarmReaction.Tell, 10f, 1000),
        new(AlarmReaction.Tell, 1f, 1),
        new(AlarmReaction.Tell, 100f, 200),
        new(AlarmReaction.Tell, 0.4f, 500),
        new(AlarmReaction.Tell, 1.5f, 1));

    /// <summary>One of them.</summary>
    public AlarmSpec? this[AlarmKind kind] => kind switch
    {
        AlarmKind.DiscriminatorWins => DiscriminatorWins,
        AlarmKind.VanishingFeedback => VanishingFeedback,
        AlarmKind.OneSided => OneSided,
        AlarmKind.LossesFrozen => LossesFrozen,
        AlarmKind.Oscillation => Oscillation,
        AlarmKind.NonFinite => NonFinite,
        AlarmKind.ExplodingGradients => ExplodingGradients,
        AlarmKind.ModeCollapse => ModeCollapse,
        AlarmKind.QualityFall => QualityFall,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
