using GanActors.Duel;
using GanActors.Recipes;

namespace GanActors.Grains.Schedules;

/// <summary>
/// The alternating freeze: which turn follows which. A schedule is a pure function of its state, so that a run's course can be
/// replayed and is part of its checkpoint.
/// </summary>
internal abstract record Schedule
{
    /// <summary>The schedule a recipe asks for.</summary>
    public static Schedule From(ScheduleSpec spec) => spec.Kind switch
    {
        ScheduleKind.Fixed => new FixedSchedule(spec.Discriminator, spec.Generator),
        _ => throw new NotSupportedException($"No schedule {spec.Kind}."),
    };

    /// <summary>The first turn of an iteration.</summary>
    public abstract Turn First(RunId run, int incarnation, long iteration);

    /// <summary>The turn after <paramref name="turn"/>, in the same iteration or the next.</summary>
    public abstract Turn Next(Turn turn);
}
