using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>How a recipe tells both networks the classes, and what it cannot have together with that.</summary>
public sealed class ConditionalRecipeTests
{
    private static readonly Shape Image = new(1, 28, 28);

    private const string Layered = """
        batch: 64
        conditional: true
        generator:
          layers: [ { dense: 200 }, { class: { embedding: 1000 } }, relu, { dense: 784 }, tanh, { reshape: [1, 28, 28] } ]
        discriminator:
          layers: [ class, { conv2d: { channels: 8, kernel: 4, stride: 2 } }, flatten, { class: { embedding: 5 } }, { dense: 1 } ]
          pack: 1
        penalty: none

        """;

    private const string Convolved = """
        generator:
          layers: [ { dense: 784 }, tanh, { reshape: [1, 28, 28] } ]
        discriminator:
          layers: [ { conv2d: { channels: 8, kernel: 4 } }, flatten, { dense: 1 } ]

        """;

    [Fact]
    public void Classes_enter_where_the_layers_say_so()
    {
        var document = RecipeReader.Read(Layered, "test.yaml");
        Assert.True(document.Recipe.IsConditional);
        var plans = document.Check(Image, 10);

        Assert.Equal(10, plans.Generator.Classes);
        Assert.Equal(new Shape(1200), plans.Generator.Layers[1].Output);
        Assert.Equal([new ParameterPlan("1.weight", new Shape(10, 1000))], plans.Generator.Layers[1].Parameters);
        Assert.Equal(new Shape(11, 28, 28), plans.Discriminator.Layers[0].Output);
        Assert.Empty(plans.Discriminator.Layers[0].Parameters);
        Assert.Equal(8 * 13 * 13 + 5, plans.Discriminator.Layers[3].Output.Size);
        Assert.Equal(new LayerRow("class", "embedding 1000", new Shape(1200), 10_000), LayerTable.Of(plans.Generator).Rows[1]);
        Assert.Equal(new LayerRow("class", "", new Shape(11, 28, 28), 0), LayerTable.Of(plans.Discriminator).Rows[0]);
    }

    [Theory]
    [InlineData("true", 0, 0)]
    [InlineData("one-hot", 0, 0)]
    [InlineData("{ kind: one-hot }", 0, 0)]
    [InlineData("embedding", 50, 50)]
    [InlineData("{ kind: embedding, size: 7 }", 7, 7)]
    [InlineData("{ size: 7 }", 7, 7)]
    public void Else_they_enter_at_the_beginning_behind_a_flatten(string conditional, int generator, int discriminator)
    {
        var recipe = RecipeText.Read($"conditional: {conditional}\n{RecipeText.Least}");
        Assert.Equal([new ClassInput(generator), new Dense(784), new Tanh(), new Reshape(Image)], recipe.Generator.Layers);
        Assert.Equal([new Flatten(), new ClassInput(discriminator), new Dense(1)], recipe.Discriminator.Layers);
    }

    [Theory]
    [InlineData("true", 0, 11)]
    [InlineData("embedding", 1, 2)]
    public void An_image_gets_a_plane_for_each_class_or_one_that_is_learned(string conditional, int embedding, int channels)
    {
        var document = RecipeReader.Read($"conditional: {conditional}\n{Convolved}", "test.yaml");
        Assert.Equal(new ClassInput(embedding), document.Recipe.Discriminator.Layers[0]);
        var plan = document.Check(Image, 10).Discriminator;
        Assert.Equal(new Shape(channels, 28, 28), plan.Layers[0].Output);
        Assert.Equal(embedding * 10 * 784, plan.Layers[0].ParameterCount);
    }

    [Fact]
    public void What_is_on_more_than_one_axis_grows_along_the_first()
    {
        var spec = new NetworkSpec([new ClassInput(2), new Flatten(), new Dense(1)], new OptimizerSpec());
        var plan = NetworkPlan.Infer(NetworkRole.Discriminator, spec, new Shape(3, 5), new Shape(1), 4);
        Assert.Equal(new Shape(5, 5), plan.Layers[0].Output);
        Assert.Equal(new Shape(4, 10), plan.Layers[0].Parameters[0].Shape);
    }

    [Theory]
    [InlineData("")]
    [InlineData("conditional: false\n")]
    [InlineData("conditional: none\n")]
    public void A_recipe_is_not_conditional_unless_it_says_so(string line)
    {
        var recipe = RecipeText.Read(line + RecipeText.Least);
        Assert.False(recipe.IsConditional);
        Assert.Equal(0, recipe.PlanGenerator(Image, 10).Classes);
        Assert.Contains("\nconditional: false\n", RecipeWriter.Write(recipe), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{ kind: embedding, size: 7 }")]
    public void A_conditional_recipe_is_written_with_its_class_layers_and_reads_back_equal(string conditional)
    {
        var recipe = RecipeText.Read($"conditional: {conditional}\n{RecipeText.Least}");
        string text = RecipeWriter.Write(recipe);
        Assert.Contains("\nconditional: true\n", text, StringComparison.Ordinal);
        Assert.Equal(recipe, RecipeText.Read(text));
    }

    [Theory]
    [InlineData("conditional: true", "", "generator.layers[1].class", "the recipe is not conditional; write conditional: true, or remove this layer")]
    [InlineData("conditional: true", "conditional: §yes", "conditional", "expected true, false, one-hot, embedding, or a mapping such as { kind: embedding, size: 50 }, found 'yes'")]
    [InlineData("conditional: true", "conditional: §embedding", "conditional", "means nothing where the layers of both networks have a class of their own; write conditional: true")]
    [InlineData("conditional: true", "conditional: { kind: §embeding }", "conditional.kind", "expected one of one-hot, embedding, found 'embeding'; did you mean 'embedding'?")]
    [InlineData("conditional: true", "conditional: { kind: one-hot, size: §7 }", "conditional.size", "means nothing to one-hot, which has a place for each class; remove it, or write kind: embedding")]
    [InlineData("embedding: 5", "embedding: §0", "discriminator.layers[3].class.embedding", "0 is out of range: expected a whole number from 1 to 65536")]
    [InlineData("{ class: { embedding: 5 } }", "{ class: §5 }", "discriminator.layers[3].class", "expected a mapping with the keys embedding, found '5'")]
    [InlineData("pack: 1", "pack: §2", "discriminator.pack", "items that are judged together would have several classes; a conditional discriminator judges each alone: write 1")]
    [InlineData("penalty: none", "penalty: §wgan-gp", "penalty", "a point between a real item of one class and a fake of another has no class for a conditional discriminator; write r1")]
    public void A_fault_is_named_with_line_column_and_key(string good, string bad, string key, string problem) =>
        RecipeText.AssertFaultIsNamed(Layered, good, bad, key, problem, blamed: ("{ class: { embedding: 1000", "§{ class: { embedding: 1000"));

    [Theory]
    [InlineData(0, "no classes")]
    [InlineData(1, "a single class")]
    public void Data_without_classes_are_refused_where_the_recipe_asks_for_them(int classes, string found)
    {
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(Layered, "test.yaml").Check(Image, classes));
        Assert.Equal(
            $"test.yaml:2:14: conditional: the items of mnist have {found}; choose data with labels, such as mnist or a folder with sub-folders, or write false",
            fault.Message);
    }

    [Fact]
    public void R1_at_real_items_goes_with_classes() => Assert.Equal(PenaltyKind.R1, RecipeText.Read(Layered, "penalty=r1").Penalty!.Kind);

    [Fact]
    public void An_error_behind_a_class_that_conditional_put_in_points_at_the_layer_as_it_was_written()
    {
        var (text, line, column) = RecipeText.Marked("conditional: true\n" + Convolved.Replace("{ dense: 1 }", "§{ conv2d: { channels: 1, kernel: 3 } }", StringComparison.Ordinal));
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(text, "test.yaml").Check(Image, 10));
        Assert.Equal(("discriminator.layers[2].conv2d", line, column), (fault.Key, fault.Line, fault.Column));
    }

    [Fact]
    public void A_layer_is_found_by_its_place_in_the_network()
    {
        var document = RecipeReader.Read("conditional: true\n" + RecipeText.Least, "test.yaml");
        Assert.Equal("conditional", document.KeyOfLayer(NetworkRole.Generator, 0));
        Assert.Equal("generator.layers[2]", document.KeyOfLayer(NetworkRole.Generator, 3));
        Assert.Equal("discriminator.layers[0]", document.KeyOfLayer(NetworkRole.Discriminator, 0));
        Assert.Equal("conditional", document.KeyOfLayer(NetworkRole.Discriminator, 1));
        Assert.Equal("discriminator.layers[1]", document.KeyOfLayer(NetworkRole.Discriminator, 2));
        Assert.Equal("discriminator.layers[3]", RecipeReader.Read(Layered).KeyOfLayer(NetworkRole.Discriminator, 3));
    }

    [Fact]
    public void An_override_makes_a_recipe_conditional_and_another_makes_it_plain_again()
    {
        Assert.True(RecipeText.Read(RecipeText.Whole, "conditional=true").IsConditional);
        Assert.Equal(new ClassInput(9), RecipeText.Read(RecipeText.Whole, "conditional={ kind: embedding, size: 9 }").Generator.Layers[0]);
        var plain = RecipeText.Read(Layered, "conditional=false");
        Assert.False(plain.IsConditional);
        Assert.DoesNotContain(plain.Discriminator.Layers, layer => layer is ClassInput);
        Assert.Equal(5, plain.Generator.Layers.Length);
    }

    [Fact]
    public void A_layer_that_asks_for_classes_refuses_data_without_them()
    {
        var spec = new NetworkSpec([new ClassInput(), new Dense(1)], new OptimizerSpec());
        var fault = Assert.Throws<NetworkShapeException>(() => NetworkPlan.Infer(NetworkRole.Discriminator, spec, new Shape(2), new Shape(1)));
        Assert.Equal("layer 0 (class): needs data with classes, and these have none; remove it", fault.Message);
    }

    [Fact]
    public void The_sheet_of_a_conditional_recipe_has_ten_rows_unless_it_says_otherwise()
    {
        var samples = RecipeText.Read("conditional: true\n" + RecipeText.Least).Samples;
        Assert.Equal((10, 10), (samples.Rows, samples.Columns));
        samples = RecipeText.Read("conditional: true\nsamples: { grid: [4, 6] }\n" + RecipeText.Least).Samples;
        Assert.Equal((4, 6), (samples.Rows, samples.Columns));
    }

    [Fact]
    public void A_batch_has_as_many_classes_as_items_or_none()
    {
        var batch = new Batch(new Shape(2), 3, new float[6], new byte[] { 2, 0, 1 });
        Assert.Equal([2, 0, 1], batch.As(new Shape(1, 2)).Classes.ToArray());
        Assert.True(batch.As(new Shape(6)).Classes.IsEmpty);
        Assert.True(batch.Of(default).Classes.IsEmpty);
        var plain = new Batch(new Shape(2), 3, new float[6]);
        Assert.Same(plain, plain.Of(default));
        Assert.Throws<ArgumentException>(() => plain.Of(new byte[2]));
    }
}
