using GanActors.Populations.Schedules;
using GanActors.Sweeps;

namespace GanActors.Populations.Sampling;

/// <summary>Draws configurations: a pure function of the seed, the trial's number and what is known.</summary>
/// <param name="Space">Where from.</param>
/// <param name="Seed">The sweep's.</param>
internal abstract record Sampler(SearchSpace Space, ulong Seed)
{
    /// <summary>The sampler that a sweep asks for.</summary>
    /// <exception cref="ArgumentException">The space is not for it.</exception>
    public static Sampler Of(SamplerSpec sampler, SearchSpace space, ulong seed) => sampler switch
    {
        RandomSamplerSpec => new RandomSampler(space, seed),
        SobolSamplerSpec sobol => new SobolSampler(sobol, space, seed),
        TpeSamplerSpec parzen => new ParzenSampler(parzen, space, seed),
        _ => throw new ArgumentException($"No sampler {sampler}.", nameof(sampler)),
    };

    /// <summary>A trial's configuration.</summary>
    /// <param name="trial">Its number.</param>
    /// <param name="ledger">What is known of those before it.</param>
    public abstract Configuration Draw(int trial, Ledger ledger);
}
