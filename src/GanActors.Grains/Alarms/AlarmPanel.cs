using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// The alarms of a run. An alarm is raised once, when its figure reaches the bound, and cleared when the figure has come back by a fifth of it. Immutable:
/// what it is shown gives a new panel, and what has changed.
/// </summary>
internal sealed record AlarmPanel
{
    private const double ClearBelow = 0.8;

    /// <summary>How often samples are looked at within the window of the alarm that does.</summary>
    private const int LooksInWindow = 4;

    private readonly ImmutableArray<Lamp> _lamps;

    private AlarmPanel(ImmutableArray<Lamp> lamps) => _lamps = lamps;

    /// <summary>The alarms that are raised.</summary>
    public IEnumerable<AlarmKind> Raised => _lamps.Where(lamp => lamp.IsRaised).Select(lamp => lamp.Kind);

    /// <summary>The alarms a recipe asks for, before the first iteration.</summary>
    public static AlarmPanel Of(AlarmsSpec? spec) => new(spec is null ? [] :
        [.. Enum.GetValues<AlarmKind>().Where(kind => spec[kind] is not null).Select(kind => new Lamp(kind, Detector.Of(kind, spec[kind]!), false))]);

    /// <summary>Whether samples are to be looked at after so many iterations.</summary>
    public bool WantsSamples(long iteration) =>
        _lamps.FirstOrDefault(lamp => lamp.Kind == AlarmKind.ModeCollapse) is { } lamp && iteration % Math.Max(1, lamp.Detector.Spec.Window / LooksInWindow) == 0;

    /// <summary>After an iteration.</summary>
    public AlarmStep After(MetricsRow row) => Each(row.Iteration, detector => detector.After(row));

    /// <summary>After a look at samples.</summary>
    public AlarmStep After(SampleDiversity diversity) => Each(diversity.Iteration, detector => detector.After(diversity));

    /// <summary>After an evaluation of the generator as it was after so many iterations.</summary>
    public AlarmStep After(long iteration, EvaluationReport report) => Each(iteration, detector => detector.After(report));

    /// <summary>All that it remembers, as JSON; every number reads back to the last bit.</summary>
    public JsonObject Save()
    {
        var saved = new JsonObject();
        foreach (var lamp in _lamps)
            saved[lamp.Kind.ToString()] = new JsonObject { ["raised"] = lamp.IsRaised, ["seen"] = lamp.Detector.Save() };
        return saved;
    }

    /// <summary>This panel with what <see cref="Save"/> gave; alarms that it has nothing of begin anew.</summary>
    /// <exception cref="JsonException">That is not of a panel.</exception>
    public AlarmPanel Load(JsonElement saved)
    {
        if (saved.ValueKind != JsonValueKind.Object)
            throw new JsonException("The alarms' state is an object.");
        return new([.. _lamps.Select(lamp =>
        {
            if (!saved.TryGetProperty(lamp.Kind.ToString(), out var element))
                return lamp;
            var state = SavedState.Read<SavedLamp>(element);
            return lamp with { IsRaised = state.Raised, Detector = lamp.Detector.Load(state.Seen) };
        })]);
    }

    private AlarmStep Each(long iteration, Func<Detector, Detector> see)
    {
        var lamps = ImmutableArray.CreateBuilder<Lamp>(_lamps.Length);
        ImmutableArray<AlarmNotice> notices = [];
        foreach (var lamp in _lamps)
        {
            var detector = see(lamp.Detector);
            double severity = detector.Severity;
            bool raised = lamp.IsRaised ? !(severity < ClearBelow) : severity >= 1;
            if (raised != lamp.IsRaised)
                notices = notices.Add(new AlarmNotice(iteration, lamp.Kind, raised, detector.Spec.Reaction, detector.Words));
            lamps.Add(new Lamp(lamp.Kind, detector, raised));
        }

        return new(new AlarmPanel(lamps.MoveToImmutable()), notices);
    }

    private sealed record Lamp(AlarmKind Kind, Detector Detector, bool IsRaised);

    private sealed record SavedLamp(bool Raised, JsonElement Seen);
}

/// <summary>A panel after it was shown something.</summary>
/// <param name="Panel">As it is now.</param>
/// <param name="Notices">Alarms raised or cleared by it.</param>
internal readonly record struct AlarmStep(AlarmPanel Panel, ImmutableArray<AlarmNotice> Notices);
