using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Contracts.Tests.Recipes;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Contracts.Tests.Sweeps;

public sealed class SweepRoundTripTests
{
    // Parameters that go together whatever their values, so that any of them may be left out.
    private static readonly (string Key, Gen<Distribution> Distribution)[] Parameters =
    [
        ("generator.optimizer.lr", LogUniforms(1e-6, 1)),
        ("discriminator.optimizer.betas[0]", Uniforms(0, 0.99)),
        ("discriminator.optimizer.betas[1]", Uniforms(0, 0.99)),
        ("schedule.discriminator", Integers(1, 100)),
        ("noise.size", Integers(1, 100)),
        ("generator.init", Gen.Elements<Distribution>(new ChoiceDistribution(["glorot", "he"]), new ChoiceDistribution(["pytorch"], IsOrdered: true))),
        ("instance_noise", Gen.Constant<Distribution>(new ChoiceDistribution(["none", "{ std: 0.1, until: 500 }"]))),
        ("samples.grid", Gen.Constant<Distribution>(new ChoiceDistribution(["[2, 3]", "[4, 5]"]))),
    ];

    [Fact]
    public void A_sweep_that_is_written_reads_back_equal() =>
        Prop.ForAll(Sweeps().ToArbitrary(), sweep =>
        {
            string text = SweepWriter.Write(sweep);
            var again = SweepReader.Read(text).Spec;
            return again == sweep && again.GetHashCode() == sweep.GetHashCode() && SweepWriter.Write(again) == text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void What_stands_in_the_library_is_not_asked_for_again()
    {
        var sweep = SweepText.Read(SweepText.Whole);
        Assert.Equal(sweep, SweepReader.Read(SweepWriter.Write(sweep), recipes: new RecipeLibrary("nowhere")).Spec);
    }

    [Fact]
    public void Every_value_is_spelled_out_and_conditions_are_nested()
    {
        var sweep = SweepText.Read(SweepText.Whole);
        string[] lines = SweepWriter.Write(sweep).Split('\n');
        Assert.Equal(["name: whole", "description: \"Says everything.\"", "recipe:", "  name: keras-mnist-mlp"], lines[..4]);
        Assert.Equal(
            """
            space:
              generator.optimizer.lr: { loguniform: [1.0e-05, 0.01] }
              discriminator.optimizer.betas[0]: { uniform: [0, 0.9] }
              schedule: { choice: [{ discriminator: 2 }, { kind: accuracy-gate, accuracy: 0.7 }] }
              schedule.generator: { int: [1, 3] }
              noise.size: { grid: [32, 64, 128] }
              loss.kind:
                choice:
                  non-saturating:
                    loss.label_smoothing: { quniform: [0, 0.3, 0.1] }
                  hinge:
                    penalty: { choice: [none, { kind: r1, weight: 1 }] }
            objective: { metric: kid, direction: minimize, seeds: 2, combine: median, samples: 500, extractor: "fashion-mnist classifier 1a2b3c4d (91.2 %)" }
            scheduler: { kind: asha, eta: 3, rungs: [300, 900, 2700], sampler: { tpe: { startup: 12, candidates: 30, gamma: 0.2 } } }
            budget: { trials: 30, iterations: 2700, wall_time: 1h30m, parallel: 2 }
            seed: 7
            retries: 2

            """.Split('\n'),
            lines.SkipWhile(line => line != "space:"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("- x")]
    [InlineData("x: y, z")]
    [InlineData("[")]
    [InlineData("#")]
    [InlineData("\"quoted\" \\ back")]
    [InlineData("null")]
    [InlineData("tab\tnew\nline")]
    [InlineData("语😀")]
    public void A_choice_of_any_text_is_kept(string description)
    {
        string quoted = "\"" + description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
        var sweep = new SearchSpace([new("loss.kind", new ChoiceDistribution([quoted]))]);
        // No key of a recipe takes any text at all, so the fault shows what has become of it.
        var fault = SweepText.Fault(SweepText.Least.Replace("generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }", $"loss.kind: {{ choice: {((ChoiceDistribution)sweep.Parameters[0].Distribution).Values[0].Insert(0, "[ ")} ] }}", StringComparison.Ordinal));
        Assert.Equal("space.loss.kind", fault.Key);
        Assert.Contains("expected one of non-saturating", fault.Problem, StringComparison.Ordinal);
    }

    private static Gen<Distribution> LogUniforms(double low, double high) =>
        from share in Gen.Two(Gen.Choose(1, 1_000_000))
        where share.Item1 != share.Item2
        let one = low * Math.Pow(high / low, Math.Min(share.Item1, share.Item2) / 1e6)
        let other = low * Math.Pow(high / low, Math.Max(share.Item1, share.Item2) / 1e6)
        select (Distribution)new LogUniformDistribution(one, other);

    private static Gen<Distribution> Uniforms(double low, double high) =>
        from share in Gen.Two(Gen.Choose(0, 1_000_000))
        where share.Item1 != share.Item2
        let one = low + ((high - low) * Math.Min(share.Item1, share.Item2) / 1e6)
        let other = low + ((high - low) * Math.Max(share.Item1, share.Item2) / 1e6)
        from steps in Gen.Choose(0, 1_000)
        select (Distribution)new UniformDistribution(one, other, steps == 0 ? null : (other - one) / steps);

    private static Gen<Distribution> Integers(int low, int high) =>
        from bound in Gen.Two(Gen.Choose(low, high))
        where bound.Item1 != bound.Item2
        select (Distribution)new IntegerDistribution(Math.Min(bound.Item1, bound.Item2), Math.Max(bound.Item1, bound.Item2));

    private static Gen<ImmutableArray<Parameter>> Some(Condition? when, int least) =>
        from wanted in Gen.ArrayOf(Gen.Choose(0, 1), Parameters.Length)
        from distributions in Gen.CollectToList(Parameters, parameter => parameter.Distribution)
        let all = Parameters.Zip(distributions, (parameter, distribution) => new Parameter(parameter.Key, distribution, when)).Where((_, i) => wanted[i] == 1).ToImmutableArray()
        where all.Length >= least
        select all;

    private static Gen<SearchSpace> Spaces() => Gen.OneOf(
        Some(null, 1).Select(parameters => new SearchSpace(parameters)),
        from first in Some(new Condition(0, 0), 0)
        from second in Some(new Condition(0, 1), 1)
        select new SearchSpace([new Parameter("loss.kind", new ChoiceDistribution(["hinge", "least-squares", "saturating"])), .. first, .. second]));

    private static Gen<SamplerSpec> Samplers() => Gen.OneOf(
        Gen.Constant<SamplerSpec>(new RandomSamplerSpec()),
        Gen.Elements(true, false).Select(SamplerSpec (scramble) => new SobolSamplerSpec(scramble)),
        from draws in Gen.Two(Gen.Choose(1, SweepLimits.Draws)) from gamma in Gen.Choose(1, 999) select (SamplerSpec)new TpeSamplerSpec(draws.Item1, draws.Item2, gamma / 1000.0));

    private static Gen<(SchedulerSpec Scheduler, BudgetSpec Budget)> Schedulers() =>
        from kind in Gen.Choose(0, 3)
        from sampler in Samplers()
        from eta in Gen.Choose(2, 5)
        from rises in Gen.NonEmptyListOf(Gen.Choose(1, 1_000))
        from share in Gen.Choose(0, 1_000)
        from asynchronous in Gen.Elements(true, false)
        from limits in Gen.Two(Gen.Choose(0, 100_000))
        let rungs = rises.Take(4).Aggregate(ImmutableArray<long>.Empty, (rungs, rise) => rungs.Add((rungs.IsEmpty ? 0 : rungs[^1]) + rise))
        let budget = new BudgetSpec(
            625, rungs[^1], limits.Item1 == 0 ? null : TimeSpan.FromSeconds(limits.Item1), limits.Item2 is > 0 and <= SweepLimits.Parallel ? limits.Item2 : null)
        select (kind switch
        {
            0 => new SearchSpec(sampler),
            1 => new HalvingSpec(sampler, eta, rungs, asynchronous),
            2 => new HyperbandSpec(sampler, eta, rungs[0]),
            _ => (SchedulerSpec)new MedianStoppingSpec(sampler, rungs[0], share % (rungs[^1] + 1), share + 1),
        }, budget);

    private static Gen<SweepSpec> Sweeps() =>
        from space in Spaces()
        from plan in Schedulers()
        from metric in Gen.Elements("fid", "kid", "d_loss", "recall", "d_accuracy_real")
        from minimize in Gen.Elements(true, false)
        from seeds in Gen.Choose(1, SweepLimits.Seeds)
        from statistic in Gen.Elements(SeedStatistic.Mean, SeedStatistic.Median)
        from samples in Gen.Choose(EvaluateSpec.LeastSamples, EvaluateSpec.MostSamples)
        from extractor in Gen.Elements(null, "mnist classifier 0a0a0a0a (98.9 %)")
        from seed in Gen.Two(Gen.Choose(int.MinValue, int.MaxValue))
        from retries in Gen.Choose(0, SweepLimits.Retries)
        let measured = metric is not ("d_loss" or "d_accuracy_real")
        select new SweepSpec(
            "any-sweep",
            "One: of \"many\".",
            RecipeWriter.Write(RecipeText.Read(RecipeText.Least)),
            space,
            new ObjectiveSpec(metric, minimize, seeds, statistic, measured ? samples : 2_500, measured ? extractor : null),
            plan.Scheduler,
            plan.Budget,
            ((ulong)(uint)seed.Item1 << 32) | (uint)seed.Item2,
            retries);
}
