using System.Collections.Immutable;
using GanActors.Populations.Schedules;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Sampling;

/// <summary>
/// TPE: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization" (2011), section 4. The results are parted at a
/// quantile of the loss into good and bad ones; of the values of each parameter one estimate is made among the good, l, and one among the
/// bad, g, where it was varied; candidates are drawn from l, and the one of the greatest l/g, which has the greatest expected improvement,
/// is taken.
/// <para>Failed trials are bad, and count as results of the first rung; those under way are not counted. Where trials are trained to
/// several iterations, the results of the most iterations of which there are enough are taken (Falkner, Klein and Hutter, 2018,
/// "BOHB").</para>
/// </summary>
internal sealed record ParzenSampler(TpeSamplerSpec Spec, SearchSpace Space, ulong Seed) : Sampler(Space, Seed)
{
    // 0.1 times 30 is 3, not a last bit more.
    private const double Slack = 1e-9;

    private readonly ImmutableArray<Scale> _scales = Scale.Of(Space);
    private readonly RandomSampler _random = new(Space, Seed);

    /// <inheritdoc/>
    public override Configuration Draw(int trial, Ledger ledger)
    {
        if (Known(ledger) is not var (succeeded, failed))
            return _random.Draw(trial, ledger);
        int good = Math.Clamp((int)Math.Ceiling((Spec.Gamma * (succeeded.Length + failed.Length)) - Slack), 1, succeeded.Length);
        var l = Estimates(succeeded[..good]);
        var g = Estimates([.. succeeded[good..], .. failed]);
        var roll = new Dice(Seed, Chance.Candidates, (ulong)trial).Roll();
        return Enumerable.Range(0, Math.Max(1, Spec.Candidates))
            .Select(_ => Space.Fill(parameter => _scales[parameter].At(l[parameter].Draw(roll))))
            .MaxBy(candidate => candidate.Settings.Sum(setting =>
            {
                double place = _scales[setting.Parameter].PlaceOf(setting.Value);
                return Math.Log(l[setting.Parameter].At(place) / g[setting.Parameter].At(place));
            }))!;
    }

    // Those that succeeded, the best first, and those that failed; null if there are too few.
    private (ImmutableArray<Configuration> Succeeded, ImmutableArray<Configuration> Failed)? Known(Ledger ledger)
    {
        long[] iterations = [.. ledger.Trials.SelectMany(trial => trial.Results).Select(result => result.Iteration).Distinct().OrderDescending()];
        var failed = ledger.Trials.Where(trial => trial.Failed).ToList();
        foreach (long iteration in iterations)
        {
            var succeeded = ledger.Trials.Where(trial => !trial.Failed && trial.LossAt(iteration) is not null).ToList();
            int enough = succeeded.Count + (iteration == iterations[^1] ? failed.Count : 0);
            if (succeeded.Count > 0 && enough >= Spec.Startup)
            {
                return ([.. succeeded.OrderBy(trial => trial.LossAt(iteration)).ThenBy(trial => trial.Number).Select(trial => trial.Configuration)],
                    [.. failed.Select(trial => trial.Configuration)]);
            }
        }

        return null;
    }

    private ImmutableArray<ParzenEstimate> Estimates(ImmutableArray<Configuration> configurations) => [.. _scales.Select((scale, parameter) =>
        ParzenEstimate.Of(scale, configurations.Select(one => one.ValueOf(parameter)).OfType<string>().Select(scale.PlaceOf)))];
}
