using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>How much work a sweep is, to tell how much of it is left.</summary>
internal static class SweepWork
{
    /// <summary>Iterations of all its runs together; null where that depends on what comes of them.</summary>
    /// <param name="spec">The sweep.</param>
    /// <param name="trials">Trials of its budget, with what it was extended by.</param>
    public static long? Expected(SweepSpec spec, int trials) => spec.Scheduler switch
    {
        HalvingSpec halving => Halving(halving, trials) * spec.Objective.Seeds,
        GridSpec or SearchSpec or PopulationSpec => trials * spec.Budget.Iterations * spec.Objective.Seeds,
        _ => null,
    };

    private static long Halving(HalvingSpec halving, int trials)
    {
        long all = 0, before = 0, left = trials;
        foreach (long rung in halving.Rungs)
        {
            all += left * (rung - before);
            (before, left) = (rung, left / halving.Eta);
        }

        return all;
    }
}
