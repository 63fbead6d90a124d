using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>What a recipe may say to steady a duel: averages, penalties, clipping, packs, noise, courses of the learning rate.</summary>
public sealed class SteadyingTests
{
    private const string Text = """
        batch: 64
        generator:
          layers: [ { dense: 784 }, { reshape: [1, 28, 28] } ]
          optimizer: { clip_norm: 10, clip_value: 0.5, schedule: { kind: linear, steps: 2000, end: 0.1 } }
          conv: direct
          ema: { decay: 0.99, ramp_up: 20 }
        discriminator:
          layers:
            - flatten
            - { dense: { units: 8, spectral_norm: true } }
            - layer_norm
            - { dense: 1 }
          optimizer: { kind: sgd, schedule: { kind: step, every: 500, factor: 0.5 } }
          clip_weights: 0.01
          pack: 2
        loss: { kind: hinge, flip_labels: 0.05, flips: one-sided }
        penalty: { kind: wgan-gp, weight: 5, every: 4 }
        instance_noise: { std: 0.1, until: 5000 }
        samples: { every: 100, weights: current }

        """;

    /// <summary>The whole text's recipe.</summary>
    internal static Recipe Read(params string[] overrides) => RecipeText.Read(Text, overrides);

    [Fact]
    public void Every_key_is_read()
    {
        var recipe = Read();
        Assert.Equal(
            new OptimizerSpec(ClipNorm: 10, ClipValue: 0.5f, Schedule: new LearningRateSchedule(LearningRateKind.Linear, 2000, 0.1f)),
            recipe.Generator.Optimizer);
        Assert.Equal(ConvolutionKind.Direct, recipe.Generator.Convolutions);
        Assert.Equal(new AverageSpec(0.99f, 20), recipe.Generator.Average);
        Assert.Equal(
            new OptimizerSpec(OptimizerKind.Sgd, Schedule: new LearningRateSchedule(LearningRateKind.Step, 500, 0.5f)), recipe.Discriminator.Optimizer);
        Assert.Equal((0.01f, 2), (recipe.Discriminator.WeightClip, recipe.Discriminator.Pack));
        Assert.Equal(new LossSpec(LossKind.Hinge, FlipLabels: 0.05f, FlipSides: LabelSides.One), recipe.Loss);
        Assert.Equal(new PenaltySpec(PenaltyKind.WganGp, 5, 4), recipe.Penalty);
        Assert.Equal(new InstanceNoiseSpec(0.1f, 5000), recipe.InstanceNoise);
        Assert.Equal(WeightsKind.Current, recipe.Samples.Weights);
    }

    [Fact]
    public void Nothing_steadies_a_duel_unless_asked()
    {
        var recipe = RecipeText.Read(RecipeText.Least);
        Assert.Null(recipe.Penalty);
        Assert.Null(recipe.InstanceNoise);
        Assert.Equal(new NetworkSpec(recipe.Generator.Layers, new OptimizerSpec()), recipe.Generator);
        Assert.Equal(new NetworkSpec(recipe.Discriminator.Layers, new OptimizerSpec()), recipe.Discriminator);
    }

    [Fact]
    public void Samples_are_drawn_from_the_average_where_there_is_one()
    {
        Assert.Equal(WeightsKind.Average, RecipeText.Read(RecipeText.Least, "generator.ema=0.999").Samples.Weights);
        Assert.Equal(WeightsKind.Current, RecipeText.Read(RecipeText.Least).Samples.Weights);
    }

    [Fact]
    public void A_Wasserstein_loss_alone_is_legal() =>
        Assert.Equal(new LossSpec(LossKind.Wasserstein), RecipeText.Read(RecipeText.Least, "loss.kind=wasserstein").Loss);

    [Theory]
    [InlineData("generator.ema=0.9")]
    [InlineData("generator.ema.decay=0.9")]
    [InlineData("generator.ema={ decay: 0.9 }")]
    public void An_average_may_be_given_by_its_decay_alone(string assignment) =>
        Assert.Equal(new AverageSpec(0.9f), RecipeText.Read(RecipeText.Least, assignment).Generator.Average);

    [Theory]
    [InlineData("penalty=r1", PenaltyKind.R1, 10f, 1)]
    [InlineData("penalty={ kind: wgan-gp }", PenaltyKind.WganGp, 10f, 1)]
    [InlineData("penalty={ kind: r1, every: 16, weight: 0.5 }", PenaltyKind.R1, 0.5f, 16)]
    public void A_penalty_has_a_weight_of_ten_and_comes_in_every_sub_step(string assignment, PenaltyKind kind, float weight, int every) =>
        Assert.Equal(new PenaltySpec(kind, weight, every), RecipeText.Read(RecipeText.Least, assignment).Penalty);

    [Theory]
    [InlineData("{ kind: linear, steps: 100 }", LearningRateKind.Linear, 100, 0f)]
    [InlineData("{ kind: cosine, steps: 100, end: 0.01 }", LearningRateKind.Cosine, 100, 0.01f)]
    [InlineData("{ kind: step, every: 100 }", LearningRateKind.Step, 100, 0.1f)]
    public void A_course_of_the_learning_rate_has_a_length(string schedule, LearningRateKind kind, long steps, float factor) =>
        Assert.Equal(
            new LearningRateSchedule(kind, steps, factor),
            RecipeText.Read(RecipeText.Least, $"generator.optimizer.schedule={schedule}").Generator.Optimizer.Schedule);

    [Theory]
    [InlineData("constant")]
    [InlineData("{ kind: constant }")]
    public void A_constant_learning_rate_is_none_that_changes(string schedule) =>
        Assert.Null(Read($"generator.optimizer.schedule={schedule}").Generator.Optimizer.Schedule);

    [Fact]
    public void None_takes_away_what_the_file_says()
    {
        var recipe = Read("penalty=none", "instance_noise=none", "generator.ema=none", "samples.weights=current");
        Assert.Null(recipe.Penalty);
        Assert.Null(recipe.InstanceNoise);
        Assert.Null(recipe.Generator.Average);
        Assert.Null(Read("instance_noise.until=never").InstanceNoise!.Until);
    }

    [Fact]
    public void Taking_the_average_away_displaces_the_files_wish_to_draw_from_it()
    {
        string text = Text.Replace("weights: current", "weights: ema", StringComparison.Ordinal);
        Assert.Equal(WeightsKind.Current, RecipeText.Read(text, "generator.ema=none").Samples.Weights);
        Assert.Equal("samples.weights", RecipeText.Fault(text, "generator.ema=none", "samples.weights=ema").Key);
    }

    [Fact]
    public void A_kind_of_loss_displaces_the_files_options_of_the_other_kind()
    {
        Assert.Equal(new LossSpec(LossKind.Hinge), RecipeText.Read(RecipeText.Whole, "loss.kind=hinge").Loss);
        Assert.Equal(0.1f, RecipeText.Read(RecipeText.Whole, "loss.kind=least-squares").Loss.LabelSmoothing);
        Assert.Equal("loss.label_smoothing", RecipeText.Fault(RecipeText.Whole, "loss.label_smoothing=0.2", "loss.kind=hinge").Key);
    }

    [Fact]
    public void A_kind_of_course_displaces_the_files_options_of_the_other_kind() =>
        Assert.Equal(
            new LearningRateSchedule(LearningRateKind.Step, 7, 0.1f),
            Read("generator.optimizer.schedule.kind=step", "generator.optimizer.schedule.every=7").Generator.Optimizer.Schedule);

    /// <summary>As in <see cref="RecipeErrorTests.Faults"/>.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        // Unknown keys and words.
        { "conv: direct", "§cnov: direct", "generator.cnov", "unknown key; did you mean 'conv'?" },
        { "conv: direct", "conv: §winograd", "generator.conv", "expected one of fast, direct, found 'winograd'; did you mean 'fast'?" },
        { "penalty: {", "§gradient_penalty: {", "gradient_penalty", "unknown key; did you mean 'penalty'?" },
        { "weight: 5", "§lambda: 5", "penalty.lambda", "unknown key; did you mean 'weight'?" },
        { "kind: wgan-gp", "kind: §gp", "penalty.kind", "expected one of r1, wgan-gp, found 'gp'; did you mean 'wgan-gp'?" },
        { "{ kind: wgan-gp, weight: 5, every: 4 }", "§r2", "penalty", "expected one of r1, wgan-gp, found 'r2'; did you mean 'r1'?" },
        { "instance_noise:", "§instance_nosie:", "instance_nosie", "unknown key; did you mean 'instance_noise'?" },
        { "std: 0.1", "§sigma: 0.1", "instance_noise.sigma", "unknown key; did you mean 'std'?" },
        { "pack: 2", "§packing: 2", "discriminator.packing", "unknown key; did you mean 'pack'?" },
        { "clip_weights: 0.01", "§weight_clipping: 0.01", "discriminator.weight_clipping", "unknown key; did you mean 'clip_weights'?" },
        { "clip_norm: 10", "§max_norm: 10", "generator.optimizer.max_norm", "unknown key; did you mean 'clip_norm'?" },
        { "factor: 0.5", "§gamma: 0.5", "discriminator.optimizer.schedule.gamma", "unknown key; did you mean 'factor'?" },
        { "flip_labels: 0.05", "§flip_label: 0.05", "loss.flip_label", "unknown key; did you mean 'flip_labels'?" },
        { "kind: hinge", "kind: §wgan", "loss.kind", "expected one of non-saturating, saturating, least-squares, hinge, wasserstein, found 'wgan'; did you mean 'wasserstein'?" },
        { "weights: current", "weights: §average", "samples.weights", "expected one of current, ema, found 'average'" },

        // Keys of the other network.
        { "pack: 2", "§ema: 0.999", "discriminator.ema", "is for the generator only; remove it, or move it there" },
        { "conv: direct", "§pack: 2", "generator.pack", "is for the discriminator only; remove it, or move it there" },
        { "conv: direct", "§clip_weights: 1", "generator.clip_weights", "is for the discriminator only; remove it, or move it there" },

        // Numbers.
        { "pack: 2", "pack: §3", "discriminator.pack", "a batch of 64 does not divide into packs of 3; write a divisor of the batch, or another batch" },
        { "pack: 2", "pack: §0", "discriminator.pack", "0 is out of range: expected a whole number from 1 to 64" },
        { "clip_weights: 0.01", "clip_weights: §-1", "discriminator.clip_weights", "-1 is out of range: expected a number at least 0 and at most 10000" },
        { "decay: 0.99,", "decay: §1,", "generator.ema.decay", "1 is out of range: expected a number at least 0 and below 1" },
        { "ramp_up: 20", "ramp_up: §0.5", "generator.ema.ramp_up", "0.5 is out of range: expected a number at least 1 and at most 100000" },
        { "{ decay: 0.99, ramp_up: 20 }", "§often", "generator.ema", "expected a number at least 0 and below 1, found 'often'" },
        { "flip_labels: 0.05", "flip_labels: §0.5", "loss.flip_labels", "0.5 is out of range: expected a number at least 0 and below 0.5" },
        { "weight: 5", "weight: §0", "penalty.weight", "0 is out of range: expected a number above 0 and at most 100000" },
        { "every: 4", "every: §0", "penalty.every", "0 is out of range: expected a whole number from 1 to 1000000000" },
        { "std: 0.1", "std: §0", "instance_noise.std", "0 is out of range: expected a number above 0 and at most 1000" },
        { "until: 5000", "until: §soon", "instance_noise.until", "expected a whole number from 1 to 1000000000, found 'soon'" },
        { "end: 0.1", "end: §2", "generator.optimizer.schedule.end", "2 is out of range: expected a number at least 0 and at most 1" },

        // Things missing.
        { "{ kind: wgan-gp, weight: 5, every: 4 }", "§{ weight: 5 }", "penalty.kind", "missing; write for example penalty: { kind: wgan-gp, weight: 10 }" },
        { "{ std: 0.1, until: 5000 }", "§{ until: 5000 }", "instance_noise.std", "missing; write for example instance_noise: { std: 0.1, until: 5000 }" },
        { "{ std: 0.1, until: 5000 }", "§0.1", "instance_noise", "expected a mapping with the keys std, until, found '0.1'" },
        { "{ kind: linear, steps: 2000, end: 0.1 }", "§{ kind: linear }", "generator.optimizer.schedule.steps", "missing; write for example schedule: { kind: linear, steps: 20000 }" },
        { "{ kind: linear, steps: 2000, end: 0.1 }", "§step", "generator.optimizer.schedule.every", "missing; write for example schedule: { kind: step, every: 20000 }" },
        { "{ kind: linear, steps: 2000, end: 0.1 }", "§{ steps: 5 }", "generator.optimizer.schedule.kind", "missing; write for example schedule: { kind: linear, steps: 20000 }" },

        // Values that do not go together.
        { "flip_labels: 0.05", "label_smoothing: §0.1", "loss.label_smoothing", "means nothing to hinge, which has no labels to move; remove it, or choose another kind" },
        { "flip_labels: 0.05", "smoothing: §two-sided", "loss.smoothing", "means nothing to hinge, which has no labels to move; remove it, or choose another kind" },
        { "kind: hinge, flip_labels: 0.05", "kind: wasserstein, label_smoothing: §0.1", "loss.label_smoothing", "means nothing to wasserstein, which has no labels to move; remove it, or choose another kind" },
        { "factor: 0.5", "steps: §5", "discriminator.optimizer.schedule.steps", "means nothing to step: it is how many steps linear and cosine take to their end; remove it, or choose another kind" },
        { "end: 0.1", "factor: §0.1", "generator.optimizer.schedule.factor", "means nothing to linear: it is what step multiplies the rate by; remove it, or choose another kind" },
        { "    - layer_norm", "    - §batch_norm", "discriminator.layers[2].batch_norm", "a gradient penalty needs a gradient of each item, but batch_norm makes the items of a batch depend on each other; use layer_norm or instance_norm, or write penalty: none" },
        { "    - flatten", "    - §{ minibatch_stddev: 4 }\n    - flatten", "discriminator.layers[0].minibatch_stddev", "a gradient penalty needs a gradient of each item, but minibatch_stddev makes the items of a batch depend on each other; remove it, or write penalty: none" },
        { "  ema: { decay: 0.99, ramp_up: 20 }\n", "", "samples.weights", "the generator keeps no average; write generator.ema: 0.999, or weights: current" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_line_column_and_key(string good, string bad, string key, string problem) =>
        RecipeText.AssertFaultIsNamed(Text, good, bad, key, problem, blamed: ("weights: current", "weights: §ema"));

    [Fact]
    public void A_discriminator_without_a_penalty_may_mix_its_items() =>
        Assert.Null(RecipeText.Read(Text.Replace("layer_norm", "batch_norm", StringComparison.Ordinal), "penalty=none").Penalty);

    [Fact]
    public void A_generator_may_mix_its_items_whatever_the_penalty() =>
        Assert.NotNull(RecipeText.Read(Text.Replace("{ dense: 784 }", "{ dense: 784 }, batch_norm", StringComparison.Ordinal)).Penalty);

    [Fact]
    public void A_penalty_by_override_points_at_the_layer_that_stands_in_its_way()
    {
        string text = RecipeText.Least.Replace("flatten,", "flatten, { dense: 8 }, batch_norm,", StringComparison.Ordinal);
        var fault = RecipeText.Fault(text, "penalty=r1");
        Assert.Equal(("discriminator.layers[2].batch_norm", 4, 36), (fault.Key, fault.Line, fault.Column));
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 64, 32)]
    public void A_discriminator_of_packs_takes_their_channels_together(int channels, int height, int width)
    {
        var recipe = Read();
        Assert.Equal(new Shape(2 * channels, height, width), recipe.PlanDiscriminator(new Shape(channels, height, width)).Input);
        Assert.Equal(32, recipe.Packs);
    }

    [Fact]
    public void A_discriminator_of_packs_takes_the_coordinates_of_points_together() =>
        Assert.Equal(new Shape(4), Read().PlanDiscriminator(new Shape(2)).Input);

    [Fact]
    public void Groups_are_counted_in_packs()
    {
        string text = Text.Replace("    - flatten", "    - { minibatch_stddev: 5 }\n    - flatten", StringComparison.Ordinal);
        var document = RecipeReader.Read(text, "test.yaml", ["penalty=none"]);
        var fault = Assert.Throws<RecipeException>(() => document.Check(new Shape(1, 28, 28)));
        Assert.Equal(
            "test.yaml:1:8: batch: 32 packs do not divide into groups of 5; write a multiple of 10 (discriminator.layers[0] is minibatch_stddev)",
            fault.Message);
    }

    [Fact]
    public void Instance_noise_falls_along_a_straight_line_to_exactly_nothing()
    {
        var noise = new InstanceNoiseSpec(0.5f, 100);
        Assert.Equal([0.5f, 0.375f, 0.25f, 0f, 0f], [noise.At(0), noise.At(25), noise.At(50), noise.At(100), noise.At(1000)]);
        Assert.Equal(0.5f, new InstanceNoiseSpec(0.5f).At(1_000_000));
    }
}
