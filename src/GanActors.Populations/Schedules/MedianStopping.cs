using System.Collections.Immutable;
using GanActors.Populations.Sampling;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <summary>
/// The median rule of Golovin et al., "Google Vizier" (2017), 3.2.2: at a look, a trial is given up if its best loss so far is above the
/// median of the means of the losses that others have had up to the same look, as far as these are known when it reports. Trials that are
/// under way go on before new ones begin.
/// </summary>
/// <param name="Ledger">What it has asked for and been told.</param>
/// <param name="Sampler">Who draws the configurations.</param>
/// <param name="Looks">Iterations, rising; the last is the budget's.</param>
/// <param name="Least">Others that must have come as far before any trial is given up.</param>
/// <param name="Trials">Configurations.</param>
internal sealed record MedianStopping(Ledger Ledger, Sampler Sampler, ImmutableArray<long> Looks, int Least, int Trials)
    : DrawingScheduler(Ledger, Sampler)
{
    /// <summary>The looks that a sweep asks for.</summary>
    public static ImmutableArray<long> LooksOf(MedianStoppingSpec spec, long iterations)
    {
        var looks = ImmutableArray.CreateBuilder<long>();
        for (long look = spec.Grace > 0 ? spec.Grace : spec.Every; look < iterations; look += spec.Every)
            looks.Add(look);
        return [.. looks, iterations];
    }

    /// <inheritdoc/>
    protected override Train? Choose() =>
        Ledger.Trials.Find(trial => trial.IsIdle && trial.Results.Length < Looks.Length) is { } started
            ? new Train(started.Number, started.Configuration, Looks[started.Results.Length])
            : Ledger.Trials.Count < Trials ? Draw(Looks[0]) : null;

    /// <inheritdoc/>
    protected override Scheduler Judged(int trial)
    {
        var judged = Ledger.Trials[trial];
        int looks = judged.Results.Length;
        if (judged.Failed || looks == Looks.Length)
            return this;
        double[] others = [.. Ledger.Trials.Where(other => other.Number != trial && other.Results.Length >= looks)
            .Select(other => other.Results.Take(looks).Average(result => result.Loss)).Order()];
        return others.Length >= Least && others.Length > 0 && judged.Results.Min(result => result.Loss) > Median.OfSorted(others)
            ? this with { Ledger = Ledger with { Trials = Ledger.Trials.SetItem(trial, judged with { GivenUp = true }) } }
            : this;
    }

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials) => this with { Trials = checked(Trials + trials) };
}
