using System.Globalization;
using GanActors.Sweeps;

namespace GanActors.Server.Sweeps;

/// <summary>Schedulers and distributions in words.</summary>
internal static class SchedulerWords
{
    /// <summary>For example <c>ASHA, eta 3, rungs 300, 900, 2700; random configurations</c>.</summary>
    public static string Of(SchedulerSpec scheduler) => scheduler switch
    {
        GridSpec => "every combination",
        SearchSpec search => $"each trained to its end; {Of(search.Sampler)}",
        HalvingSpec halving => $"{(halving.Asynchronous ? "ASHA" : "successive halving")}, eta {halving.Eta}, rungs {string.Join(", ", halving.Rungs)}; {Of(halving.Sampler)}",
        HyperbandSpec hyperband => $"Hyperband, eta {hyperband.Eta}, from {hyperband.Least} iterations; {Of(hyperband.Sampler)}",
        PopulationSpec population => Invariant($"population-based training, the worst {population.Quantile:0.##} of them replaced every {population.Every} iterations"),
        MedianStoppingSpec median => $"median stopping, a look every {median.Every} iterations; {Of(median.Sampler)}",
        _ => scheduler.GetType().Name,
    };

    /// <summary>For example <c>log-uniform 1e-05 to 0.01</c>.</summary>
    public static string Of(Distribution distribution) => distribution switch
    {
        UniformDistribution { Step: { } step } uniform => Invariant($"{uniform.Low} to {uniform.High} in steps of {step}"),
        UniformDistribution uniform => Invariant($"uniform, {uniform.Low} to {uniform.High}"),
        LogUniformDistribution uniform => Invariant($"log-uniform, {uniform.Low} to {uniform.High}"),
        IntegerDistribution integer => Invariant($"whole numbers, {integer.Low} to {integer.High}"),
        ChoiceDistribution choice => string.Join(" | ", choice.Values),
        _ => distribution.GetType().Name,
    };

    private static string Of(SamplerSpec sampler) => sampler switch
    {
        RandomSamplerSpec => "random configurations",
        SobolSamplerSpec => "configurations by Sobol's sequence",
        TpeSamplerSpec => "configurations by TPE",
        _ => sampler.GetType().Name,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
