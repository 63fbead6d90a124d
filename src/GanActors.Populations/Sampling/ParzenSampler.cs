using System.Collections.Immutable;
using GanActors.Populations.Schedules;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Sampling;

/// <summary>
/// TPE: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization" (2011), section 4. The results are parted at a quantile of the loss
/// into good and bad ones; of the values of each parameter one estimate is made among the good, l, and one among the bad, g, where it was varied; candidates are drawn
/// from l, and the one of the greatest l/g, which has the greatest expected improvement, is taken.
/// <para>Failed trials are bad; those under way are not counted. Where trials are trained to several iterations, the most at which there are enough results
/// count (Falkner, Klein and Hutter, 2018, "BOHB").</para>
/// </summary>
internal sealed record ParzenSampler(TpeSamplerSpec Spec, SearchSpace Space, ulong Seed) : Sampler(Space, Seed)
{
    private readonly ImmutableArray<Scale> _scales = Scale.Of(Space);
    private readonly RandomSampler _random = new(Space, Seed);

    /// <inheritdoc/>
    public override Configuration Draw(int trial, Ledger ledger)
    {
        if (Known(ledger) is not { } known)
            return _random.Draw(trial, ledger);
        int good = Math.Max(1, (int)Math.Ceiling(Spec.Gamma * known.Length));
        var l = Estimates(known[..good]);
        var g = Estimates(known[good..]);
        var roll = new Dice(Seed, Chance.Candidates, (ulong)trial).Roll();
        return Enumerable.Range(0, Math.Max(1, Spec.Candidates))
            .Select(_ => Space.Fill(parameter => _scales[parameter].At(l[parameter].Draw(roll))))
            .MaxBy(candidate => candidate.Settings.Sum(setting =>
            {
                double place = _scales[setting.Parameter].PlaceOf(setting.Value);
                return Math.Log(l[setting.Parameter].At(place) / g[setting.Parameter].At(place));
            }))!;
    }

    // The best first; null if there are too few.
    private ImmutableArray<Configuration>? Known(Ledger ledger)
    {
        foreach (long iteration in ledger.Trials.SelectMany(trial => trial.Results).Select(result => result.Iteration).Distinct().OrderDescending())
        {
            var ended = ledger.Trials.Where(trial => trial.Failed || trial.LossAt(iteration) is not null).ToList();
            if (ended.Count >= Math.Max(2, Spec.Startup))
            {
                return [.. ended.OrderBy(trial => trial.LossAt(iteration) ?? double.PositiveInfinity).ThenBy(trial => trial.Number)
                    .Select(trial => trial.Configuration)];
            }
        }

        return null;
    }

    private ImmutableArray<ParzenEstimate> Estimates(ImmutableArray<Configuration> configurations) => [.. _scales.Select((scale, parameter) =>
        ParzenEstimate.Of(scale, configurations.Select(one => one.ValueOf(parameter)).OfType<string>().Select(scale.PlaceOf)))];
}
