using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Watches for one thing that can go wrong. Immutable: what it is shown gives a new one, so that it is a pure function of what it has seen.
/// </summary>
/// <param name="Spec">When it is to be told.</param>
internal abstract record Detector(AlarmSpec Spec)
{
    /// <summary>How bad it is: 1 where the alarm's bound is reached; NaN while there is nothing to say.</summary>
    public abstract double Severity { get; }

    /// <summary>What is seen, with the figures.</summary>
    public abstract string Words { get; }

    /// <summary>The detector of an alarm, before the first iteration.</summary>
    public static Detector Of(AlarmKind kind, AlarmSpec spec) => kind switch
    {
        AlarmKind.DiscriminatorWins => new AccuracyDetector(spec, OneSided: false, new()),
        AlarmKind.VanishingFeedback => new VanishingFeedback(spec, new()),
        AlarmKind.OneSided => new AccuracyDetector(spec, OneSided: true, new()),
        AlarmKind.LossesFrozen => new LossesFrozen(spec, new()),
        AlarmKind.Oscillation => new Oscillation(spec, new()),
        AlarmKind.NonFinite => new NonFinite(spec, new()),
        AlarmKind.ExplodingGradients => new ExplodingGradients(spec, new()),
        AlarmKind.ModeCollapse => new ModeCollapse(spec, new()),
        AlarmKind.QualityFall => new QualityFall(spec, new()),
        _ => throw new NotSupportedException($"No detector for {kind}."),
    };

    /// <summary>After an iteration.</summary>
    public virtual Detector After(MetricsRow row) => this;

    /// <summary>After a look at samples.</summary>
    public virtual Detector After(SampleDiversity diversity) => this;

    /// <summary>After an evaluation.</summary>
    public virtual Detector After(EvaluationReport report) => this;

    /// <summary>All that it remembers, as JSON; every number reads back to the last bit.</summary>
    public abstract JsonObject Save();

    /// <summary>This detector with what <see cref="Save"/> gave.</summary>
    /// <exception cref="JsonException">That is not of a detector of this kind.</exception>
    public abstract Detector Load(JsonElement saved);

    protected static string Say(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A detector with a memory.</summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">All that it remembers.</param>
internal abstract record Detector<TState>(AlarmSpec Spec, TState State) : Detector(Spec)
    where TState : class
{
    /// <inheritdoc/>
    public override JsonObject Save() => SavedState.Of(State);

    /// <inheritdoc/>
    public override Detector Load(JsonElement saved) => this with { State = SavedState.Read<TState>(saved) };
}
