using GanActors.Recipes;

namespace GanActors.Grains.Runs;

/// <summary>
/// How long a run is. A length in epochs ends with the iteration in which the discriminator has drawn so many real batches: how many iterations that
/// takes is known beforehand where the schedule is fixed, and else estimated from those that it has drawn so far.
/// </summary>
internal sealed class RunLength(Recipe recipe, int batchesPerEpoch)
{
    private readonly ScheduleSpec _schedule = recipe.Schedule;
    private readonly long _realBatches = (long)(recipe.Run.Epochs ?? 0) * batchesPerEpoch;

    /// <summary>Iterations of the whole run, before the first.</summary>
    public long Iterations => Estimate(0, 0);

    /// <summary>Iterations of the whole run, estimated after some.</summary>
    /// <param name="iterations">Iterations done.</param>
    /// <param name="realBatches">Real batches drawn in them.</param>
    public long Estimate(long iterations, long realBatches)
    {
        if (recipe.Run.Iterations is { } given)
            return given;
        if (_schedule.Kind == ScheduleKind.Fixed || realBatches == 0)
            return IterationsOf(_realBatches);
        long left = Math.Max(0, _realBatches - realBatches);
        return iterations + (long)Math.Ceiling((double)left * iterations / realBatches);
    }

    /// <summary>Whether the run is over.</summary>
    /// <param name="iterations">Iterations done.</param>
    /// <param name="realBatches">Real batches drawn in them.</param>
    public bool IsReached(long iterations, long realBatches) =>
        recipe.Run.Iterations is null && _schedule.Kind != ScheduleKind.Fixed ? realBatches >= _realBatches : iterations >= Iterations;

    /// <summary>Iterations after which the discriminator has drawn so many real batches: k in each, or with the switch k in every other.</summary>
    private long IterationsOf(long realBatches)
    {
        long feeding = (realBatches + _schedule.Discriminator - 1) / _schedule.Discriminator;
        return _schedule.Study == StudyKind.Switched ? 2 * feeding : feeding;
    }
}
