using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class RecipeReaderTests
{
    [Fact]
    public void Everything_but_the_networks_has_a_default()
    {
        var recipe = RecipeReader.Read(RecipeText.Least).Recipe;
        Assert.Equal(
            new Recipe(
                "unnamed",
                "",
                new DataSpec("mnist"),
                64,
                new NoiseSpec(),
                new NetworkSpec([new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))], new OptimizerSpec()),
                new NetworkSpec([new Flatten(), new Dense(1)], new OptimizerSpec()),
                new LossSpec(),
                new ScheduleSpec(),
                new RunSpec(10_000),
                new SamplesSpec(1_000),
                new MetricsSpec(),
                Checkpoint: new CheckpointSpec(),
                Alarms: AlarmsSpec.Default),
            recipe);
    }

    [Fact]
    public void Every_part_is_read()
    {
        Assert.Equal(
            new Recipe(
                "whole",
                "Says everything.",
                new DataSpec("mnist", -1, 1, 1000),
                64,
                new NoiseSpec(100, NoiseDistribution.Normal),
                new NetworkSpec(
                    [new Dense(784), new LeakyRelu(0.2f), new Tanh(), new Reshape(new Shape(1, 28, 28))],
                    new OptimizerSpec(OptimizerKind.Adam, 0.0002f, 0.5f, 0.999f),
                    Initializer.Dcgan),
                new NetworkSpec(
                    [new Flatten(), new Dense(1)], new OptimizerSpec(OptimizerKind.Sgd, 0.1f, Momentum: 0.9f, Nesterov: true)),
                new LossSpec(LossKind.NonSaturating, 0.1f, LabelSides.One),
                new ScheduleSpec(2, 1, StudyKind.Separate, FakesKind.Reused),
                new RunSpec(500, null, 7),
                new SamplesSpec(100, null, 4, 5),
                new MetricsSpec(2),
                Checkpoint: new CheckpointSpec(),
                Alarms: AlarmsSpec.Default),
            RecipeText.Read(RecipeText.Whole));
    }

    [Fact]
    public void A_recipe_without_a_name_has_its_files() =>
        Assert.Equal("my-gan", RecipeReader.Read(RecipeText.Least, "some/folder/my-gan.yaml").Recipe.Name);

    public static TheoryData<string, Layer> Layers => new()
    {
        { "{ dense: 128 }", new Dense(128) },
        { "{ dense: { units: 128, bias: false, spectral_norm: true } }", new Dense(128, false, true) },
        { "{ conv2d: { channels: 64, kernel: 4 } }", new Conv2d(64, 4) },
        { "{ conv2d: { channels: 64, kernel: 4, stride: 2, padding: 1, bias: false, spectral_norm: true } }", new Conv2d(64, 4, 2, Padding.Of(1), false, true) },
        { "{ conv2d: { channels: 64, kernel: 5, stride: 2, padding: same } }", new Conv2d(64, 5, 2, Padding.KerasSame) },
        { "{ conv_transpose2d: { channels: 64, kernel: 4, stride: 2, padding: 1, output_padding: 1 } }", new ConvTranspose2d(64, 4, 2, Padding.Of(1), 1) },
        { "{ conv_transpose2d: { channels: 1, kernel: 5, stride: 2, padding: same, bias: false } }", new ConvTranspose2d(1, 5, 2, Padding.KerasSame, 0, false) },
        { "batch_norm", new BatchNorm() },
        { "{ batch_norm: }", new BatchNorm() },
        { "{ batch_norm: {} }", new BatchNorm() },
        { "{ batch_norm: { momentum: 0.2, eps: 1e-3, affine: false } }", new BatchNorm(0.2f, 1e-3f, false) },
        { "layer_norm", new LayerNorm() },
        { "{ layer_norm: { eps: 1e-3, affine: false } }", new LayerNorm(1e-3f, false) },
        { "instance_norm", new InstanceNorm() },
        { "{ instance_norm: { affine: true } }", new InstanceNorm(Affine: true) },
        { "dropout", new Dropout() },
        { "{ dropout: 0.3 }", new Dropout(0.3f) },
        { "{ dropout: { probability: 0 } }", new Dropout(0) },
        { "{ dropout2d: .25 }", new Dropout2d(0.25f) },
        { "flatten", new Flatten() },
        { "{ reshape: [7, 7] }", new Reshape(new Shape(7, 7)) },
        { "{ reshape: { shape: [1, 28, 28] } }", new Reshape(new Shape(1, 28, 28)) },
        { "upsample", new Upsample() },
        { "{ upsample: 4 }", new Upsample(4) },
        { "avg_pool2d", new AvgPool2d() },
        { "{ avg_pool2d: 3 }", new AvgPool2d(3, 3) },
        { "{ avg_pool2d: { kernel: 3, stride: 2 } }", new AvgPool2d(3, 2) },
        { "minibatch_stddev", new MinibatchStdDev() },
        { "{ minibatch_stddev: 8 }", new MinibatchStdDev(8) },
        { "leaky_relu", new LeakyRelu() },
        { "{ leaky_relu: 0.2 }", new LeakyRelu(0.2f) },
        { "{ leaky_relu: { slope: 0.2 } }", new LeakyRelu(0.2f) },
        { "relu", new Relu() },
        { "selu", new Selu() },
        { "{ elu: 0.5 }", new Elu(0.5f) },
        { "gelu", new Gelu() },
        { "softplus", new Softplus() },
        { "class", new ClassInput() },
        { "{ class: { embedding: 50 } }", new ClassInput(50) },
        { "tanh", new Tanh() },
        { "{ tanh: }", new Tanh() },
        { "{ tanh: {} }", new Tanh() },
        { "sigmoid", new Sigmoid() },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_is_its_word_with_its_options(string written, Layer expected) =>
        Assert.Equal(
            expected,
            RecipeText.Read((expected is ClassInput ? "conditional: true\n" : string.Empty) + RecipeText.Spoilt("- tanh", "- " + written)).Generator.Layers[2]);

    [Fact]
    public void Every_layer_can_be_written_in_a_recipe()
    {
        var layers = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer))).ToHashSet();
        Assert.Superset(layers, Layers.Select(row => row.Data.Item2.GetType()).ToHashSet());
        Assert.Equal(layers.Count, LayerForms.All.Length);
    }

    [Theory]
    [InlineData("kind: adam", OptimizerKind.Adam, 0f)]
    [InlineData("kind: adamw", OptimizerKind.AdamW, 0.01f)]
    [InlineData("kind: rmsprop", OptimizerKind.RmsProp, 0f)]
    [InlineData("kind: sgd", OptimizerKind.Sgd, 0f)]
    public void Weight_decay_starts_where_PyTorch_starts_it(string written, OptimizerKind kind, float decay) =>
        Assert.Equal(
            new OptimizerSpec(kind, WeightDecay: decay),
            RecipeText.Read(RecipeText.Spoilt("kind: adam, lr: 0.0002, betas: [0.5, 0.999]", written)).Generator.Optimizer);

    [Fact]
    public void Every_option_of_an_optimizer_is_read() =>
        Assert.Equal(
            new OptimizerSpec(OptimizerKind.RmsProp, 1e-3f, Alpha: 0.9f, Momentum: 0.5f, Epsilon: 1e-6f, WeightDecay: 0.1f),
            RecipeText.Read(RecipeText.Spoilt(
                "kind: adam, lr: 0.0002, betas: [0.5, 0.999]",
                "kind: rmsprop, lr: 1e-3, alpha: 0.9, momentum: 0.5, eps: 1.0e-6, weight_decay: 0.1")).Generator.Optimizer);

    [Theory]
    [InlineData("{ epochs: 20 }", null, 20, 1ul)]
    [InlineData("{ iterations: 300 }", 300L, null, 1ul)]
    [InlineData("{ iterations: 1000000000, seed: 0 }", 1_000_000_000L, null, 0ul)]
    [InlineData("{ iterations: 1, seed: 18446744073709551615 }", 1L, null, ulong.MaxValue)]
    public void A_run_has_a_length_and_a_seed(string run, long? iterations, int? epochs, ulong seed) =>
        Assert.Equal(new RunSpec(iterations, epochs, seed), RecipeText.Read(RecipeText.Spoilt("{ iterations: 500, seed: 7 }", run)).Run);

    [Theory]
    [InlineData("{ every: 50 }", 50L, null, 8, 8)]
    [InlineData("{ every: { iterations: 50 } }", 50L, null, 8, 8)]
    [InlineData("{ every: { epochs: 2 }, grid: [1, 64] }", null, 2, 1, 64)]
    [InlineData("{ grid: [3, 4] }", 1000L, null, 3, 4)]
    public void Samples_come_every_so_many_iterations_or_epochs(string samples, long? every, int? epochs, int rows, int columns) =>
        Assert.Equal(
            new SamplesSpec(every, epochs, rows, columns), RecipeText.Read(RecipeText.Spoilt("{ every: 100, grid: [4, 5] }", samples)).Samples);

    [Fact]
    public void Anchors_share_a_part_between_both_networks()
    {
        var recipe = RecipeText.Read("""
            generator: { layers: [ { dense: 2 } ], optimizer: &adam { kind: adam, lr: 0.001 } }
            discriminator: { layers: [ { dense: 1 } ], optimizer: *adam }
            """);
        Assert.Equal(0.001f, recipe.Discriminator.Optimizer.LearningRate);
        Assert.Equal(recipe.Generator.Optimizer, recipe.Discriminator.Optimizer);
    }

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_do_no_harm()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "\ufeff" + RecipeText.Whole.ReplaceLineEndings("\r\n"), new System.Text.UTF8Encoding(false));
            Assert.Equal(RecipeText.Read(RecipeText.Whole), RecipeReader.ReadFile(path).Recipe);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_value_knows_where_it_was_written()
    {
        var document = RecipeReader.Read(RecipeText.Whole, "test.yaml", ["run.seed=9"]);
        Assert.Equal(new RecipePosition("test.yaml", 9, 7), document.PositionOf("generator.layers[1]"));
        Assert.Equal(new RecipePosition("test.yaml", 9, 21), document.PositionOf("generator.layers[1].leaky_relu"));
        Assert.Equal(new RecipePosition("test.yaml", 3, 15), document.PositionOf("data.name"));
        // Not written, so the part around it.
        Assert.Equal(new RecipePosition("test.yaml", 12, 14), document.PositionOf("generator.optimizer.eps"));
        Assert.Equal("--set run.seed=9", document.PositionOf("run.seed").ToString());
        Assert.Equal(
            "test.yaml:3:15: data.name: no such data set",
            document.Error("data.name", "no such data set").Message);
    }
}
