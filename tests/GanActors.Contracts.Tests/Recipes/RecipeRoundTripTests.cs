using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class RecipeRoundTripTests
{
    [Fact]
    public void A_recipe_that_is_written_reads_back_equal()
    {
        Prop.ForAll(Recipes().ToArbitrary(), recipe => recipe == RecipeReader.Read(RecipeWriter.Write(recipe)).Recipe)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void A_conditional_recipe_that_is_written_reads_back_equal()
    {
        var recipes =
            from recipe in Recipes()
            from places in Gen.Two(Gen.Choose(0, 1000))
            from sizes in Gen.Two(Gen.OneOf(Gen.Constant(0), Gen.Choose(1, NetworkLimits.Width)))
            select recipe with
            {
                Generator = With(recipe.Generator, places.Item1, sizes.Item1),
                Discriminator = With(recipe.Discriminator, places.Item2, sizes.Item2) with { Pack = 1 },
                Penalty = recipe.Penalty is { } penalty ? penalty with { Kind = PenaltyKind.R1 } : null,
            };
        Prop.ForAll(recipes.ToArbitrary(), recipe => recipe.IsConditional && recipe == RecipeReader.Read(RecipeWriter.Write(recipe)).Recipe)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

        static NetworkSpec With(NetworkSpec spec, int place, int size) =>
            spec with { Layers = spec.Layers.Insert(place % (spec.Layers.Length + 1), new ClassInput(size)) };
    }

    [Fact]
    public void Equal_recipes_are_written_alike_and_have_one_hash_code()
    {
        Prop.ForAll(Recipes().ToArbitrary(), recipe =>
        {
            string once = RecipeWriter.Write(recipe);
            var read = RecipeReader.Read(once).Recipe;
            return once == RecipeWriter.Write(read) && recipe.GetHashCode() == read.GetHashCode();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public void Every_value_is_spelled_out_one_layer_a_line()
    {
        Assert.Equal(
            """
            name: whole
            description: "Says everything."
            data: { name: mnist, scale: [-1, 1], limit: 1000, flip: false }
            batch: 64
            noise: { size: 100, distribution: normal }
            conditional: false
            generator:
              layers:
                - { dense: { units: 784, bias: true, spectral_norm: false } }
                - { leaky_relu: 0.2 }
                - tanh
                - { reshape: [1, 28, 28] }
              optimizer: { kind: adam, lr: 0.0002, betas: [0.5, 0.999], eps: 1.0e-08, weight_decay: 0, clip_norm: 0, clip_value: 0, schedule: constant }
              init: dcgan
              conv: fast
              ema: none
            discriminator:
              layers:
                - flatten
                - { dense: { units: 1, bias: true, spectral_norm: false } }
              optimizer: { kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0, clip_norm: 0, clip_value: 0, schedule: constant }
              init: pytorch
              conv: fast
              clip_weights: 0
              pack: 1
            loss: { kind: non-saturating, label_smoothing: 0.1, smoothing: one-sided, flip_labels: 0, flips: two-sided }
            penalty: none
            instance_noise: none
            schedule: { kind: fixed, discriminator: 2, generator: 1, study: separate, fakes: reused }
            run: { iterations: 500, seed: 7 }
            stop: none
            alarms: { discriminator_wins: { reaction: tell, bound: 0.98, window: 200 }, vanishing_feedback: { reaction: tell, bound: 0.01, window: 200 }, one_sided: { reaction: tell, bound: 0.8, window: 500 }, losses_frozen: { reaction: tell, bound: 0.0001, window: 200 }, oscillation: { reaction: tell, bound: 10, window: 1000 }, non_finite: { reaction: tell }, exploding_gradients: { reaction: tell, bound: 100, window: 200 }, mode_collapse: { reaction: tell, bound: 0.4, window: 500 }, quality_fall: { reaction: tell, bound: 1.5 } }
            samples: { every: 100, grid: [4, 5], weights: current }
            metrics: { every: 2 }
            checkpoint: { every: { seconds: 30 }, keep: 3, best: none }
            on_divergence: { do: stop }
            evaluate: none

            """,
            RecipeWriter.Write(RecipeText.Read(RecipeText.Whole)));
    }

    [Fact]
    public void What_steadies_a_duel_is_spelled_out_too()
    {
        string text = RecipeWriter.Write(SteadyingTests.Read());
        string[] lines =
        [
            "  conv: direct",
            "  ema: { decay: 0.99, ramp_up: 20 }",
            "  clip_weights: 0.01",
            "  pack: 2",
            "loss: { kind: hinge, flip_labels: 0.05, flips: one-sided }",
            "penalty: { kind: wgan-gp, weight: 5, every: 4 }",
            "instance_noise: { std: 0.1, until: 5000 }",
            "samples: { every: 100, grid: [8, 8], weights: current }",
        ];
        foreach (string line in lines)
            Assert.Contains($"\n{line}\n", text, StringComparison.Ordinal);
        Assert.Contains("clip_norm: 10, clip_value: 0.5, schedule: { kind: linear, steps: 2000, end: 0.1 } }", text, StringComparison.Ordinal);
        Assert.Contains("schedule: { kind: step, every: 500, factor: 0.5 } }", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("off")]
    [InlineData("123")]
    [InlineData("1e5")]
    public void A_name_that_YAML_takes_for_something_else_is_quoted(string name)
    {
        var recipe = RecipeText.Read(RecipeText.Whole) with { Name = name, Data = new DataSpec(name) };
        string text = RecipeWriter.Write(recipe);
        Assert.Contains($"name: \"{name}\"", text, StringComparison.Ordinal);
        Assert.Equal(recipe, RecipeText.Read(text));
    }

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        var before = CultureInfo.CurrentCulture;
        var expected = RecipeText.Read(RecipeText.Whole);
        string text = RecipeWriter.Write(expected);
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, RecipeText.Read(RecipeText.Whole));
            Assert.Equal(text, RecipeWriter.Write(expected));
            var fault = RecipeText.Fault(RecipeText.Spoilt("lr: 0.1", "lr: -0.5"));
            Assert.Equal("-0.5 is out of range: expected a number above 0 and at most 10", fault.Problem);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A float of a range, of any magnitude within it.</summary>
    private static Gen<float> Numbers(float low, float high, bool lowIncluded = true, bool highIncluded = true) =>
        from mantissa in Gen.Choose(0, int.MaxValue)
        from power in Gen.Elements(1, 1, 4, 30, 120)
        let value = low + (high - low) * MathF.Pow(mantissa / (float)int.MaxValue, power)
        where (value > low || lowIncluded) && (value < high || highIncluded)
        select value;

    private static Gen<float> Share => Numbers(0, 1, highIncluded: false);

    private static Gen<float> Epsilons => Numbers(0, 1, lowIncluded: false);

    private static Gen<ImageSpec?> Images => Gen.OneOf(
        Gen.Constant<ImageSpec?>(null),
        from sides in Gen.Two(Gen.Choose(1, RecipeLimits.ImageSide))
        from channels in Gen.Elements(1, 3)
        from fit in Gen.Elements(Enum.GetValues<ImageFit>())
        from background in Gen.Elements(Enum.GetValues<ImageBackground>())
        select (ImageSpec?)new ImageSpec(sides.Item1, sides.Item2, channels, fit, background));

    private static Gen<bool> Flags => Gen.Elements(false, true);

    private static Gen<string> Names =>
        from words in Gen.NonEmptyListOf(Gen.Elements("a", "gan", "mnist", "2d", "100", "null", "y", "1e5"))
        select string.Join('-', words.Take(12));

    private static Gen<string> Descriptions =>
        from text in Gen.ArrayOf(Gen.Elements([.. "abc XYZ 019 :#-{}[],&*!|>'\"%@`\\äß€語~=+/?.".EnumerateRunes(), new System.Text.Rune(0x1F600)]))
        select string.Concat(text.Take(200));

    private static Gen<Padding> Paddings =>
        Gen.OneOf(Gen.Constant(Padding.KerasSame), Gen.Choose(0, NetworkLimits.Window).Select(Padding.Of));

    private static Gen<Layer> Layers => Gen.OneOf<Layer>(
        from units in Gen.Choose(1, NetworkLimits.Width) from bias in Flags from norm in Flags select (Layer)new Dense(units, bias, norm),
        from channels in Gen.Choose(1, NetworkLimits.Width)
        from kernel in Gen.Choose(1, NetworkLimits.Window)
        from stride in Gen.Choose(1, NetworkLimits.Window)
        from padding in Paddings
        from bias in Flags
        from norm in Flags
        select (Layer)new Conv2d(channels, kernel, stride, padding, bias, norm),
        from channels in Gen.Choose(1, NetworkLimits.Width)
        from kernel in Gen.Choose(1, NetworkLimits.Window)
        from stride in Gen.Choose(1, NetworkLimits.Window)
        from padding in Paddings
        from more in Gen.Choose(0, stride - 1)
        from bias in Flags
        from norm in Flags
        select (Layer)new ConvTranspose2d(channels, kernel, stride, padding, padding.Same ? 0 : more, bias, norm),
        from momentum in Numbers(0, 1) from epsilon in Epsilons from affine in Flags select (Layer)new BatchNorm(momentum, epsilon, affine),
        from epsilon in Epsilons from affine in Flags select (Layer)new LayerNorm(epsilon, affine),
        from epsilon in Epsilons from affine in Flags select (Layer)new InstanceNorm(epsilon, affine),
        Share.Select(Layer (p) => new Dropout(p)),
        Share.Select(Layer (p) => new Dropout2d(p)),
        from rank in Gen.Choose(1, 4)
        from sizes in Gen.ArrayOf(Gen.Choose(1, 64), rank)
        select (Layer)new Reshape(new Shape(sizes)),
        Gen.Choose(1, NetworkLimits.Window).Select(Layer (scale) => new Upsample(scale)),
        from kernel in Gen.Choose(1, NetworkLimits.Window) from stride in Gen.Choose(1, NetworkLimits.Window) select (Layer)new AvgPool2d(kernel, stride),
        Gen.Choose(1, NetworkLimits.Group).Select(Layer (group) => new MinibatchStdDev(group)),
        Numbers(0, 1).Select(Layer (slope) => new LeakyRelu(slope)),
        Numbers(0, 100, lowIncluded: false).Select(Layer (alpha) => new Elu(alpha)),
        Gen.Elements<Layer>(new Flatten(), new Relu(), new Selu(), new Gelu(), new Softplus(), new Tanh()));

    private static Gen<OptimizerSpec> Optimizers =>
        from kind in Gen.Elements(Enum.GetValues<OptimizerKind>())
        from rate in Numbers(0, 10, lowIncluded: false)
        from decay in Numbers(0, 10)
        from betas in Gen.Two(Share)
        from epsilon in Epsilons
        from alpha in Share
        from momentum in Share
        from nesterov in Flags
        from clips in Gen.Two(Numbers(0, RecipeLimits.Clip))
        from schedule in Gen.OneOf(Gen.Constant<LearningRateSchedule?>(null), LearningRates)
        let plain = new OptimizerSpec(kind, rate, WeightDecay: decay, ClipNorm: clips.Item1, ClipValue: clips.Item2, Schedule: schedule)
        select kind switch
        {
            OptimizerKind.Sgd => plain with { Momentum = momentum, Nesterov = nesterov && momentum > 0 },
            OptimizerKind.RmsProp => plain with { Momentum = momentum, Alpha = alpha, Epsilon = epsilon },
            _ => plain with { Beta1 = betas.Item1, Beta2 = betas.Item2, Epsilon = epsilon },
        };

    private static Gen<LearningRateSchedule?> LearningRates =>
        from kind in Gen.Elements(LearningRateKind.Linear, LearningRateKind.Cosine, LearningRateKind.Step)
        from steps in Gen.Choose(1, RecipeLimits.Iterations)
        from factor in Numbers(0, 1)
        select (LearningRateSchedule?)new LearningRateSchedule(kind, steps, factor);

    private static Gen<NetworkSpec> Networks =>
        from layers in Gen.NonEmptyListOf(Layers)
        from optimizer in Optimizers
        from initializer in Gen.Elements(Enum.GetValues<Initializer>())
        from convolutions in Gen.Elements(Enum.GetValues<ConvolutionKind>())
        select new NetworkSpec([.. layers], optimizer, initializer, convolutions);

    private static Gen<NetworkSpec> Generators =>
        from network in Networks
        from averaged in Flags
        from decay in Share
        from rampUp in Numbers(1, RecipeLimits.RampUp)
        select network with { Average = averaged ? new AverageSpec(decay, rampUp) : null };

    private static Gen<LossSpec> Losses =>
        from kind in Gen.Elements(Enum.GetValues<LossKind>())
        from smoothing in Numbers(0, 0.5f, highIncluded: false)
        from sides in Gen.Two(Gen.Elements(Enum.GetValues<LabelSides>()))
        from flips in Numbers(0, 0.5f, highIncluded: false)
        select kind is LossKind.Hinge or LossKind.Wasserstein ? new LossSpec(kind, FlipLabels: flips, FlipSides: sides.Item2)
            : new LossSpec(kind, smoothing, sides.Item1, flips, sides.Item2);

    private static Gen<PenaltySpec?> Penalties =>
        from kind in Gen.Elements(Enum.GetValues<PenaltyKind>())
        from weight in Numbers(0, RecipeLimits.PenaltyWeight, lowIncluded: false)
        from every in Gen.Choose(1, RecipeLimits.Iterations)
        from wanted in Flags
        select wanted ? new PenaltySpec(kind, weight, every) : null;

    private static Gen<InstanceNoiseSpec?> InstanceNoises =>
        from deviation in Numbers(0, RecipeLimits.Scale, lowIncluded: false)
        from until in Gen.Choose(0, RecipeLimits.Iterations)
        from wanted in Flags
        select wanted ? new InstanceNoiseSpec(deviation, until == 0 ? null : until) : null;

    private static Gen<StopSpec?> Stops =>
        from band in Numbers(0, 0.5f, lowIncluded: false, highIncluded: false)
        from window in Gen.Choose(1, RecipeLimits.StopWindow)
        from iterations in Gen.Choose(1, RecipeLimits.Iterations)
        from wanted in Flags
        select wanted ? new StopSpec(StopKind.Fooled, band, window, iterations) : null;

    private static Gen<AlarmsSpec?> Alarms =>
        from reactions in Gen.Four(Gen.Elements(Enum.GetValues<AlarmReaction>()))
        from bounds in Gen.Two(Numbers(0.01f, 0.99f, lowIncluded: true, highIncluded: true))
        from window in Gen.Choose(1, RecipeLimits.Iterations)
        from wanted in Gen.Three(Flags)
        let standard = AlarmsSpec.Default
        select wanted.Item1 ? null : new AlarmsSpec(
            new(reactions.Item1, bounds.Item1, window),
            wanted.Item2 ? null : new(reactions.Item2, bounds.Item2, window),
            new(reactions.Item3, bounds.Item2, window),
            new(reactions.Item4, bounds.Item1, window),
            new(reactions.Item1, 1 + bounds.Item1, window),
            standard.NonFinite! with { Reaction = reactions.Item2 },
            new(reactions.Item3, 1 + bounds.Item2, window),
            new(reactions.Item4, bounds.Item2, window),
            wanted.Item3 ? null : standard.QualityFall! with { Reaction = reactions.Item1, Bound = 1 + bounds.Item1 });

    private static Gen<ScheduleRule?> Rules =>
        from kind in Gen.Elements(Enum.GetValues<ScheduleKind>())
        from whole in Gen.Four(Gen.Choose(2, RecipeLimits.SubSteps))
        from share in Gen.Two(Numbers(0.1f, 0.9f, lowIncluded: true, highIncluded: true))
        let hysteresis = share.Item1 / 4f
        select (ScheduleRule?)(kind switch
        {
            ScheduleKind.Fixed => null,
            ScheduleKind.WarmUp => new WarmUpRule(whole.Item1, whole.Item2, whole.Item3),
            ScheduleKind.AccuracyGate => new AccuracyGateRule(share.Item1, share.Item1 / 4f, hysteresis, share.Item2, whole.Item1),
            ScheduleKind.LossBand => new LossBandRule(share.Item2, share.Item1, hysteresis, share.Item2, whole.Item1),
            ScheduleKind.LossRatio => new LossRatioRule(share.Item1, whole.Item2, hysteresis, share.Item2, whole.Item1),
            ScheduleKind.Integral => new IntegralRule(share.Item1, share.Item2, hysteresis, share.Item2, whole.Item1),
            _ => throw new NotSupportedException(),
        });

    private static Gen<Recipe> Recipes() =>
        from name in Names
        from description in Descriptions
        from data in Names
        from bounds in Gen.Two(Numbers(-1000, 1000))
        where bounds.Item1 != bounds.Item2
        from pack in Gen.Choose(1, RecipeLimits.Pack)
        from packs in Gen.Choose(1, RecipeLimits.Batch / pack)
        let batch = pack * packs
        from limit in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(batch, int.MaxValue).Select(count => (int?)count))
        from noise in Gen.Choose(1, RecipeLimits.Noise)
        from distribution in Gen.Elements(Enum.GetValues<NoiseDistribution>())
        from images in Images
        from flip in Flags
        from generator in Generators
        from discriminator in Networks
        from clip in Numbers(0, RecipeLimits.Clip)
        from loss in Losses
        from penalty in Penalties
        from instanceNoise in InstanceNoises
        from stop in Stops
        from steps in Gen.Two(Gen.Choose(1, RecipeLimits.SubSteps))
        from study in Gen.Elements(Enum.GetValues<StudyKind>())
        from rule in Rules
        from alarms in Alarms
        from reused in Flags
        from length in Gen.Choose(1, RecipeLimits.Epochs)
        from inEpochs in Gen.Two(Flags)
        from seed in Gen.Two(Gen.Choose(int.MinValue, int.MaxValue))
        from grid in Gen.Two(Gen.Choose(1, RecipeLimits.Grid))
        from current in Flags
        from metrics in Gen.Choose(1, RecipeLimits.Iterations)
        select new Recipe(
            name,
            description,
            new DataSpec(data, Math.Min(bounds.Item1, bounds.Item2), Math.Max(bounds.Item1, bounds.Item2), limit, null, images, flip),
            batch,
            new NoiseSpec(noise, distribution),
            generator,
            discriminator with { WeightClip = clip, Pack = pack },
            loss,
            new ScheduleSpec(steps.Item1, reused ? 1 : steps.Item2, study, reused ? FakesKind.Reused : FakesKind.Fresh,
                study == StudyKind.Switched || (loss.Kind == LossKind.Wasserstein && rule is not (WarmUpRule or LossRatioRule)) ? null : rule),
            new RunSpec(inEpochs.Item1 ? null : length, inEpochs.Item1 ? length : null, ((ulong)(uint)seed.Item1 << 32) | (uint)seed.Item2),
            new SamplesSpec(inEpochs.Item2 ? null : length, inEpochs.Item2 ? length : null, grid.Item1, grid.Item2,
                generator.Average is null || current ? WeightsKind.Current : WeightsKind.Average),
            new MetricsSpec(metrics),
            discriminator.Layers.All(ItemGradients.Of) ? penalty : null,
            instanceNoise,
            loss.Kind == LossKind.Wasserstein ? null : stop,
            Alarms: alarms);
}
