using System.Collections.Immutable;

namespace GanActors.Sweeps;

/// <summary>Who decides which configuration is trained how long.</summary>
[GenerateSerializer, Immutable, Alias("gan.sweep.scheduler")]
public abstract record SchedulerSpec;

/// <summary>Every combination of the values, the last parameter varied fastest, each trained to its end.</summary>
[GenerateSerializer, Immutable, Alias("gan.sweep.grid")]
public sealed record GridSpec : SchedulerSpec;

/// <summary>As many configurations as the budget has, each trained to its end.</summary>
/// <param name="Sampler">Who draws them.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.search")]
public sealed record SearchSpec(SamplerSpec Sampler) : SchedulerSpec;

/// <summary>
/// All configurations are trained to the first rung; the best of <c>eta</c> go on to the next (Jamieson and Talwalkar, 2016), and so on. With
/// <paramref name="Asynchronous"/>, a configuration goes on as soon as it is among the best of those that have come as far (ASHA: Li et al., 2020).
/// </summary>
/// <param name="Sampler">Who draws the configurations.</param>
/// <param name="Eta">One of so many goes on; at least 2.</param>
/// <param name="Rungs">Iterations of each rung, rising; the last is the budget's.</param>
/// <param name="Asynchronous">Whether nobody waits for a rung to be complete.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.halving")]
public sealed record HalvingSpec(SamplerSpec Sampler, int Eta, ImmutableArray<long> Rungs, bool Asynchronous) : SchedulerSpec
{
    /// <inheritdoc/>
    public bool Equals(HalvingSpec? other) => other is not null
        && (Sampler, Eta, Asynchronous) == (other.Sampler, other.Eta, other.Asynchronous) && Rungs.SequenceEqual(other.Rungs);

    /// <inheritdoc/>
    public override int GetHashCode() => Rungs.Aggregate(HashCode.Combine(Sampler, Eta, Asynchronous), HashCode.Combine);
}

/// <summary>Successive halving from several numbers of first iterations, so that slow starters have a chance (Li et al., 2018).</summary>
/// <param name="Sampler">Who draws the configurations.</param>
/// <param name="Eta">One of so many goes on; at least 2.</param>
/// <param name="Least">Iterations of the first rung of the widest bracket.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.hyperband")]
public sealed record HyperbandSpec(SamplerSpec Sampler, int Eta, long Least) : SchedulerSpec;

/// <summary>
/// Population-based training (Jaderberg et al., 2017): every so often the worst members take over weights and optimiser state of the best, and
/// their configurations, changed a little. All members meet at each such point.
/// </summary>
/// <param name="Every">Iterations between two such points.</param>
/// <param name="Quantile">Share of the members that give way, and of those they copy; above 0, at most one half.</param>
/// <param name="Resample">Probability that a parameter is drawn anew and not changed a little.</param>
/// <param name="Factors">A number is multiplied by one of them, each equally likely.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.pbt")]
public sealed record PopulationSpec(long Every, double Quantile, double Resample, ImmutableArray<double> Factors) : SchedulerSpec
{
    /// <inheritdoc/>
    public bool Equals(PopulationSpec? other) => other is not null
        && (Every, Quantile, Resample) == (other.Every, other.Quantile, other.Resample) && Factors.SequenceEqual(other.Factors);

    /// <inheritdoc/>
    public override int GetHashCode() => Factors.Aggregate(HashCode.Combine(Every, Quantile, Resample), HashCode.Combine);
}

/// <summary>
/// A configuration that is behind the median of the others' running averages at the same iteration is given up (Golovin et al., 2017).
/// </summary>
/// <param name="Sampler">Who draws the configurations.</param>
/// <param name="Every">Iterations between two looks.</param>
/// <param name="Grace">Iterations before the first.</param>
/// <param name="Least">Configurations that must have come as far before any is given up.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.median")]
public sealed record MedianStoppingSpec(SamplerSpec Sampler, long Every, long Grace, int Least) : SchedulerSpec;

/// <summary>Who draws configurations.</summary>
[GenerateSerializer, Immutable, Alias("gan.sweep.sampler")]
public abstract record SamplerSpec;

/// <summary>Each independent of the others (Bergstra and Bengio, 2012).</summary>
[GenerateSerializer, Immutable, Alias("gan.sweep.sampler.random")]
public sealed record RandomSamplerSpec : SamplerSpec;

/// <summary>Points that fill the space evenly (Sobol, 1967), with the direction numbers of Joe and Kuo (2008), shifted at random.</summary>
/// <param name="Scramble">Whether they are shifted; the unshifted sequence begins with its second point.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.sampler.sobol")]
public sealed record SobolSamplerSpec(bool Scramble = true) : SamplerSpec;

/// <summary>Tree-structured Parzen estimator (Bergstra et al., 2011): draws where good configurations are dense and bad ones are not.</summary>
/// <param name="Startup">Configurations drawn at random before.</param>
/// <param name="Candidates">Candidates drawn for each configuration, of which the most promising is taken.</param>
/// <param name="Gamma">Share of the configurations that counts as good.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.sampler.tpe")]
public sealed record TpeSamplerSpec(int Startup = 10, int Candidates = 24, double Gamma = 0.25) : SamplerSpec;
