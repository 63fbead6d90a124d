using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class ShippedRecipeTests
{
    public static TheoryData<string> Shipped => [.. RecipeLibrary.Shipped.Names];

    [Fact]
    public void The_recipes_that_ship_are_these()
    {
        Assert.Equal(
            [
                "cgan-mnist", "dcgan-fashion", "dcgan-mnist", "fashion-selu", "grid", "keras-mnist-mlp", "matlab-sunflowers", "mnist-100-epochs",
                "perceptilabs-mnist", "quickstart", "ring", "ring-collapse", "ring-gated", "ring-pac", "sngan-hinge-fashion", "stacked-mnist", "wgan-gp-mnist",
            ],
            RecipeLibrary.Shipped.Names);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_recipe_reads_and_fits_its_data(string name)
    {
        var document = RecipeLibrary.Shipped.Read(name);
        Assert.Equal(name, document.Recipe.Name);
        Assert.NotEmpty(document.Recipe.Description);
        var item = ItemOf(document.Recipe);
        var plans = document.Check(item, 10);
        Assert.Equal(item, plans.Generator.Output);
        Assert.Equal(new Shape(1), plans.Discriminator.Output);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_recipe_survives_being_written(string name)
    {
        var recipe = RecipeLibrary.Shipped.Read(name).Recipe;
        Assert.Equal(recipe, RecipeReader.Read(RecipeWriter.Write(recipe)).Recipe);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_recipe_says_where_it_comes_from_and_what_to_expect(string name)
    {
        string text = File.ReadAllText(RecipeLibrary.Shipped.Find(name));
        Assert.StartsWith("# ", text, StringComparison.Ordinal);
        Assert.Contains("\n# Source: ", text, StringComparison.Ordinal);
        Assert.Contains("\n# What to expect: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_recipes_learn_clothes_by_one_override()
    {
        var recipe = RecipeLibrary.Shipped.Read("quickstart", ["data.name=fashion-mnist"]).Recipe;
        Assert.Equal("fashion-mnist", recipe.Data.Name);
    }

    [Fact]
    public void The_Keras_recipe_is_the_published_one()
    {
        var recipe = RecipeLibrary.Shipped.Read("keras-mnist-mlp").Recipe;
        var adam = new OptimizerSpec(OptimizerKind.Adam, 0.001f, 0.9f, 0.999f, 1e-7f);
        Assert.Equal(
            new Recipe(
                "keras-mnist-mlp",
                "The Keras walk-through's two-layer GAN on MNIST, 214,673 parameters",
                new DataSpec("mnist", -1, 1),
                128,
                new NoiseSpec(100, NoiseDistribution.Normal),
                new NetworkSpec(
                    [new Dense(128), new LeakyRelu(0.01f), new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))], adam, Initializer.Glorot),
                new NetworkSpec([new Flatten(), new Dense(128), new LeakyRelu(0.01f), new Dense(1)], adam, Initializer.Glorot),
                new LossSpec(LossKind.NonSaturating),
                new ScheduleSpec(1, 1, StudyKind.Separate, FakesKind.Fresh),
                new RunSpec(20_000, null, 1),
                new SamplesSpec(1_000, null, 10, 10),
                new MetricsSpec(1),
                Checkpoint: new CheckpointSpec(),
                Alarms: AlarmsSpec.Default),
            recipe);
    }

    [Fact]
    public void The_Keras_recipe_has_the_published_parameter_counts()
    {
        var plans = RecipeLibrary.Shipped.Read("keras-mnist-mlp").Check(new Shape(1, 28, 28));
        var generator = LayerTable.Of(plans.Generator);
        var discriminator = LayerTable.Of(plans.Discriminator);
        Assert.Equal(
            [
                new LayerRow("dense", "128", new Shape(128), 12_928),
                new LayerRow("leaky_relu", "0.01", new Shape(128), 0),
                new LayerRow("dense", "784", new Shape(784), 101_136),
                new LayerRow("tanh", "", new Shape(784), 0),
                new LayerRow("reshape", "[1, 28, 28]", new Shape(1, 28, 28), 0),
            ],
            generator.Rows);
        Assert.Equal(
            [
                new LayerRow("flatten", "", new Shape(784), 0),
                new LayerRow("dense", "128", new Shape(128), 100_480),
                new LayerRow("leaky_relu", "0.01", new Shape(128), 0),
                new LayerRow("dense", "1", new Shape(1), 129),
            ],
            discriminator.Rows);
        Assert.Equal(new Shape(100), generator.Input);
        Assert.Equal(new Shape(1, 28, 28), discriminator.Input);
        Assert.Equal(114_064, generator.Parameters);
        Assert.Equal(100_609, discriminator.Parameters);
        Assert.Equal(214_673, plans.ParameterCount);
    }

    [Fact]
    public void The_switch_of_PerceptiLabs_turns() =>
        Assert.Equal(StudyKind.Switched, RecipeLibrary.Shipped.Read("perceptilabs-mnist").Recipe.Schedule.Study);

    [Fact]
    public void The_SELU_recipe_shuffles_and_stops_once_the_discriminator_is_fooled()
    {
        var recipe = RecipeLibrary.Shipped.Read("fashion-selu").Recipe;
        Assert.Equal(StudyKind.Shuffled, recipe.Schedule.Study);
        Assert.Equal(StopKind.Fooled, recipe.Stop!.Kind);
        Assert.Contains(new Selu(), recipe.Generator.Layers);
        Assert.All(recipe.Generator.Layers.OfType<ConvTranspose2d>(), layer => Assert.True(layer.Padding.Same));
    }

    [Fact]
    public void The_notebook_of_a_hundred_epochs_gives_account_every_ten()
    {
        var recipe = RecipeLibrary.Shipped.Read("mnist-100-epochs").Recipe;
        Assert.Equal(100, recipe.Run.Epochs);
        Assert.Equal(10, recipe.Samples.EveryEpochs);
    }

    [Fact]
    public void The_sunflowers_flip_about_a_third_of_the_real_labels_and_none_of_the_fakes()
    {
        var loss = RecipeLibrary.Shipped.Read("matlab-sunflowers").Recipe.Loss;
        Assert.Equal((0.35f, LabelSides.One), (loss.FlipLabels, loss.FlipSides));
    }

    [Theory]
    [InlineData("dcgan-mnist")]
    [InlineData("dcgan-fashion")]
    public void The_DCGANs_start_and_step_as_in_the_paper(string name)
    {
        var recipe = RecipeLibrary.Shipped.Read(name).Recipe;
        foreach (var network in new[] { recipe.Generator, recipe.Discriminator })
        {
            Assert.Equal(Initializer.Dcgan, network.Initializer);
            Assert.Equal(new OptimizerSpec(OptimizerKind.Adam, 0.0002f, 0.5f, 0.999f), network.Optimizer);
        }
    }

    [Fact]
    public void The_sunflowers_double_from_4x4_to_64x64()
    {
        var plans = RecipeLibrary.Shipped.Read("matlab-sunflowers").Check(new Shape(3, 64, 64));
        Shape[] sides = [.. LayerTable.Of(plans.Generator).Rows.Where(row => row.Layer == "conv_transpose2d").Select(row => row.Output)];
        Assert.Equal([new Shape(256, 8, 8), new Shape(128, 16, 16), new Shape(64, 32, 32), new Shape(3, 64, 64)], sides);
        sides = [.. LayerTable.Of(plans.Discriminator).Rows.Where(row => row.Layer == "conv2d").Select(row => row.Output)];
        Assert.Equal([new Shape(64, 32, 32), new Shape(128, 16, 16), new Shape(256, 8, 8), new Shape(512, 4, 4), new Shape(1, 1, 1)], sides);
    }

    [Fact]
    public void The_conditional_recipe_puts_the_class_beside_noise_and_pixels()
    {
        var plans = RecipeLibrary.Shipped.Read("cgan-mnist").Check(new Shape(1, 28, 28), 10);
        Assert.Equal(new LayerRow("class", "embedding 10", new Shape(110), 100), LayerTable.Of(plans.Generator).Rows[0]);
        Assert.Equal(new LayerRow("class", "embedding 10", new Shape(794), 100), LayerTable.Of(plans.Discriminator).Rows[1]);
    }

    private static Shape ItemOf(Recipe recipe) => recipe.Data.Images?.Item ?? recipe.Data.Name switch
    {
        "mnist" or "fashion-mnist" => new Shape(1, 28, 28),
        "stacked-mnist" => new Shape(3, 28, 28),
        "ring" or "grid" => new Shape(2),
        string other => throw new NotSupportedException($"What shape do the items of {other} have?"),
    };
}
