using GanActors.Populations.Sampling;
using GanActors.Populations.Schedules;
using GanActors.Sweeps;

namespace GanActors.Populations;

/// <summary>The schedulers there are.</summary>
public static class Schedulers
{
    private const int MostLooks = 100_000;

    /// <summary>
    /// The scheduler that a sweep asks for, before its first decision. It wants less of an objective, or of its negative.
    /// </summary>
    /// <exception cref="ArgumentException">What the sweep asks for does not fit together; the message says what would.</exception>
    public static IScheduler Of(SweepSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var (trials, iterations) = (spec.Budget.Trials, spec.Budget.Iterations);
        Require(trials is >= 1 and <= SweepLimits.Trials, $"a budget of {trials} trials; it has between 1 and {SweepLimits.Trials}");
        Require(iterations >= 1, $"a budget of {iterations} iterations; it has at least 1");
        switch (spec.Scheduler)
        {
            case GridSpec:
                return new Grid(spec.Space, trials, iterations);
            case SearchSpec search:
                return new Search(Ledger.Empty, SamplerOf(search.Sampler), trials, iterations);
            case HalvingSpec halving:
                CheckEta(halving.Eta);
                Require(
                    !halving.Rungs.IsDefaultOrEmpty && halving.Rungs[0] >= 1
                        && halving.Rungs.Zip(halving.Rungs.Skip(1)).All(pair => pair.First < pair.Second)
                        && halving.Rungs[^1] == iterations,
                    $"rungs that do not rise from at least 1 to the budget's {iterations} iterations");
                return halving.Asynchronous
                    ? new AsynchronousHalving(Ledger.Empty, SamplerOf(halving.Sampler), halving.Eta, halving.Rungs, trials)
                    : Bracketed(halving.Sampler, halving.Eta, new OneBracket(halving.Rungs));
            case HyperbandSpec hyperband:
                CheckEta(hyperband.Eta);
                Require(
                    hyperband.Least >= 1 && hyperband.Least <= iterations,
                    $"a first rung of {hyperband.Least} iterations; it is between 1 and the budget's {iterations}");
                return Bracketed(hyperband.Sampler, hyperband.Eta, new HyperbandPlan(hyperband.Eta, hyperband.Least, iterations));
            case PopulationSpec population:
                CheckEvery(population.Every);
                Require(population.Quantile is > 0 and <= 0.5, $"a quantile of {population.Quantile}; it is above 0 and at most 0.5");
                Require(population.Resample is >= 0 and <= 1, $"a probability of {population.Resample} to resample; it is between 0 and 1");
                Require(
                    !population.Factors.IsDefaultOrEmpty && population.Factors.All(factor => double.IsFinite(factor) && factor > 0),
                    "no factors above 0, such as 0.8 and 1.2");
                return Population.Of(population, spec.Space, spec.Seed, iterations, trials);
            case MedianStoppingSpec median:
                CheckEvery(median.Every);
                Require(
                    iterations / median.Every <= MostLooks,
                    $"a look every {median.Every} iterations; at most {MostLooks} in all");
                Require(median.Grace >= 0, $"a grace of {median.Grace} iterations; it is at least 0");
                return new MedianStopping(
                    Ledger.Empty, SamplerOf(median.Sampler), MedianStopping.LooksOf(median, iterations), median.Least, trials);
            default:
                throw new ArgumentException($"No scheduler {spec.Scheduler}.", nameof(spec));
        }

        Sampler SamplerOf(SamplerSpec sampler) => Sampler.Of(sampler, spec.Space, spec.Seed);

        Halving Bracketed(SamplerSpec sampler, int eta, BracketPlan plan) => new(Ledger.Empty, SamplerOf(sampler), eta, plan.Of(trials), plan);

        static void CheckEta(int eta) => Require(eta >= 2, $"an eta of {eta}; it is at least 2");

        static void CheckEvery(long every) => Require(every >= 1, $"every {every} iterations; at least 1");

        static void Require(bool condition, string otherwise)
        {
            if (!condition)
                throw new ArgumentException($"The sweep has {otherwise}.", nameof(spec));
        }
    }
}
