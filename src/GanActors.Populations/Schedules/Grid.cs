using System.Collections.Immutable;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <inheritdoc cref="GridSpec"/>
internal sealed record Grid(Ledger Ledger, SearchSpace Space, ImmutableArray<Configuration> Points, long Iterations) : Scheduler(Ledger)
{
    /// <summary>The first points of a space's grid.</summary>
    public Grid(SearchSpace space, int trials, long iterations)
        : this(Ledger.Empty, space, [.. GridPoints.Of(space).Take(trials)], iterations)
    {
    }

    /// <inheritdoc/>
    protected override Train? Choose() =>
        Ledger.Trials.Count < Points.Length ? new Train(Ledger.Trials.Count, Points[Ledger.Trials.Count], Iterations) : null;

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials)
    {
        ImmutableArray<Configuration> points = [.. GridPoints.Of(Space).Take(checked(Points.Length + trials))];
        return points.Length > Points.Length
            ? this with { Points = points }
            : throw new NotSupportedException($"The grid is complete: all of its {Points.Length} points are in the budget.");
    }
}
