using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Randomness;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

/// <summary>Sweeps to try schedulers with.</summary>
internal static class Sweeps
{
    /// <summary>Two numbers.</summary>
    public static readonly SearchSpace Plain = new([new("a", new UniformDistribution(0, 1)), new("b", new LogUniformDistribution(1e-5, 1e-1))]);

    public static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    public static SweepSpec Of(SchedulerSpec scheduler, int trials, long iterations, SearchSpace? space = null, ulong seed = 1) => new(
        "trial", "", "", space ?? Plain, new ObjectiveSpec("fid", Minimize: true), scheduler, new BudgetSpec(trials, iterations), seed);

    /// <summary>Any sweep of a kind of scheduler.</summary>
    public static SweepSpec Any(string kind, int seed, bool learns = true)
    {
        var random = new Random(seed);
        var sampler = AnySampler(random, learns);
        int trials = random.Next(1, 30), eta = random.Next(2, 5);
        long iterations = random.Next(10, 200);
        SchedulerSpec scheduler = kind switch
        {
            "grid" => new GridSpec(),
            "search" => new SearchSpec(sampler),
            "halving" or "asha" => new HalvingSpec(sampler, eta, AnyRungs(random, iterations), kind == "asha"),
            "hyperband" => new HyperbandSpec(sampler, eta, random.Next(1, 10)),
            "pbt" => new PopulationSpec(random.Next(1, 100), 0.5 - (random.NextDouble() / 2), random.NextDouble(), [0.8, 1.2]),
            "median" => new MedianStoppingSpec(sampler, random.Next(1, 100), random.Next(100), random.Next(5)),
            _ => throw new ArgumentException(kind),
        };
        return Of(scheduler, trials, iterations, AnySpace(random, finite: kind == "grid"), (ulong)seed);
    }

    /// <summary>A space of up to seven parameters, some of which are conditional.</summary>
    public static SearchSpace AnySpace(Random random, bool finite = false)
    {
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            int[] choices = [.. Enumerable.Range(0, parameters.Count).Where(j => parameters[j].Distribution is ChoiceDistribution)];
            Condition? when = null;
            if (choices.Length > 0 && random.Next(2) == 0)
            {
                int other = choices[random.Next(choices.Length)];
                when = new Condition(other, random.Next(((ChoiceDistribution)parameters[other].Distribution).Values.Length));
            }

            parameters.Add(new Parameter($"key{parameters.Count}", AnyDistribution(random, finite), when));
        }

        return new SearchSpace(parameters.ToImmutable());
    }

    /// <summary>A loss that looks random but depends on nothing but the trial and where it has come; null for some.</summary>
    public static Func<Train, double?> AnyLoss(int seed, double failing) => work =>
    {
        var block = Philox.Block((ulong)seed, (uint)work.Trial, (uint)work.Until, 0, 0);
        return block.Word0 < failing * uint.MaxValue ? null : (block.Word1 % 50) - 20;
    };

    private static SamplerSpec AnySampler(Random random, bool learns) => random.Next(learns ? 4 : 3) switch
    {
        0 => new RandomSamplerSpec(),
        1 => new SobolSamplerSpec(),
        2 => new SobolSamplerSpec(Scramble: false),
        _ => new TpeSamplerSpec(random.Next(8), random.Next(1, 10), random.NextDouble()),
    };

    private static ImmutableArray<long> AnyRungs(Random random, long last) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(1, (int)last)).Append(last).Distinct().Order()];

    private static Distribution AnyDistribution(Random random, bool finite)
    {
        double low = Math.Round((random.NextDouble() * 20) - 10, random.Next(4)), range = Math.Pow(10, random.Next(-6, 6)) * (0.1 + random.NextDouble());
        return random.Next(finite ? 1 : 0, finite ? 4 : 6) switch
        {
            0 => new UniformDistribution(low, low + range),
            1 => new ChoiceDistribution([.. Enumerable.Range(0, random.Next(1, 5)).Select(i => $"value{i}")], random.Next(2) == 0),
            2 => new UniformDistribution(low, low + range, range / random.Next(1, 4)),
            3 => new IntegerDistribution((long)low, (long)low + random.Next(1, 5)),
            4 => new LogUniformDistribution(range, range * (1.001 + (100 * random.NextDouble()))),
            _ => new IntegerDistribution(-(1L << random.Next(40)), 1L << random.Next(40)),
        };
    }
}
