using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class RecipeShapeTests
{
    private static readonly Shape Mnist = new(1, 28, 28);

    /// <summary>A part of the whole recipe, what is put in its place, and how its shapes fail.</summary>
    public static TheoryData<string, string, int, int, string, string> Misfits => new()
    {
        { "- flatten\n", "- relu\n", 17, 7, "discriminator.layers[1].dense", "takes [features], but its input is [1, 28, 28]; put a flatten before it" },
        { "- tanh", "- { conv2d: { channels: 3, kernel: 3 } }", 10, 7, "generator.layers[2].conv2d", "takes an image [channels, height, width], but its input is [784]; put a reshape before it" },
        { "[1, 28, 28]", "[3, 28, 28]", 11, 7, "generator.layers[3].reshape", "its input [784] has 784 elements, but [3, 28, 28] has 2352; make the layer before it give 2352" },
        { "[1, 28, 28]", "[28, 28]", 11, 7, "generator.layers", "the generator ends in [28, 28], but the data's items are [1, 28, 28]; make the last layer { reshape: [1, 28, 28] }" },
        { "    - { reshape: [1, 28, 28] }\n", "", 10, 7, "generator.layers", "the generator ends in [784], but the data's items are [1, 28, 28]; add { reshape: [1, 28, 28] } at its end" },
        { "    - { reshape: [1, 28, 28] }\n", "    - { dense: 99 }\n", 11, 7, "generator.layers", "the generator ends in [99], but the data's items are [1, 28, 28]; end with { dense: 784 } and { reshape: [1, 28, 28] }" },
        { "    - { dense: 1 }\n", "", 16, 7, "discriminator.layers", "the discriminator ends in [784], but it gives one logit, [1]; end with { dense: 1 }" },
        { "    - flatten\n    - { dense: 1 }\n", "    - relu\n", 16, 7, "discriminator.layers", "the discriminator ends in [1, 28, 28], but it gives one logit, [1]; end with flatten and { dense: 1 }" },
        { "    - flatten\n    - { dense: 1 }\n", "    - { conv2d: { channels: 1, kernel: 28 } }\n", 16, 7, "discriminator.layers", "the discriminator ends in [1, 1, 1], but it gives one logit, [1]; add flatten at its end" },
        { "- flatten\n", "- { conv2d: { channels: 1, kernel: 29 } }\n", 16, 7, "discriminator.layers[0].conv2d", "a kernel of 29 does not fit into its input [1, 28, 28], padded by 0; make the kernel smaller or the padding larger" },
        { "- flatten\n", "- { avg_pool2d: 29 }\n", 16, 7, "discriminator.layers[0].avg_pool2d", "a window of 29 does not fit into its input [1, 28, 28]; make it smaller" },
        { "- flatten\n", "- { conv_transpose2d: { channels: 1, kernel: 1, padding: 20 } }\n", 16, 7, "discriminator.layers[0].conv_transpose2d", "a padding of 20 leaves nothing of its input [1, 28, 28]; make it smaller" },
        { "- flatten\n", "- { upsample: 128 }\n    - { upsample: 2 }\n", 17, 7, "discriminator.layers[1].upsample", "makes items of [1, 7168, 7168] from its input [1, 3584, 3584]; at most 16777216 elements are planned" },
        { "- tanh", "- { reshape: [28, 28] }\n    - batch_norm", 11, 7, "generator.layers[3].batch_norm", "takes [features] or an image [channels, height, width], but its input is [28, 28]; put it before the reshape, or reshape to three sizes" },
        { "- tanh", "- { reshape: [784, 1, 1] }\n    - instance_norm", 11, 7, "generator.layers[3].instance_norm", "normalises over height and width, but its input [784, 1, 1] has one pixel a channel; remove it, or use layer_norm" },
        { "- { dense: 784 }", "- { dense: 65536 }\n    - { dense: 65536 }\n    - { dense: 784 }", 9, 7, "generator.layers[1].dense", "makes weights of [65536, 65536] from its input [65536]; at most 268435456 numbers are planned" },
        { "- { dense: 784 }", "- { dense: 16384 }\n    - { dense: 16000 }\n    - { dense: 784 }", 10, 7, "generator.layers[2].dense", "brings the network to 276359568 parameters, from [16000] to [784]; at most 268435456 are planned" },
        { "batch: 64", "batch: 1", 4, 8, "batch", "1 item has no variance to normalise by; write at least 2 (generator.layers[2] is batch_norm)" },
        { "batch: 64", "batch: 66", 4, 8, "batch", "66 items do not divide into groups of 4; write a multiple of 4 (discriminator.layers[0] is minibatch_stddev)" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_misfit_is_named_with_its_layer_and_both_shapes(string good, string bad, int line, int column, string key, string problem)
    {
        string text = RecipeText.Spoilt(good, bad);
        if (problem.Contains("batch_norm)", StringComparison.Ordinal))
            text = text.Replace("- tanh", "- batch_norm", StringComparison.Ordinal);
        if (problem.Contains("minibatch_stddev)", StringComparison.Ordinal))
            text = text.Replace("- flatten\n", "- minibatch_stddev\n    - flatten\n", StringComparison.Ordinal);
        var document = RecipeReader.Read(text, "test.yaml");
        var fault = Assert.Throws<RecipeException>(() => document.Check(Mnist));
        Assert.Equal($"test.yaml:{line}:{column}: {key}: {problem}", fault.Message);
    }

    [Fact]
    public void A_misfit_by_override_names_the_override()
    {
        var document = RecipeReader.Read(RecipeText.Whole, "test.yaml", ["generator.layers[3].reshape=[3, 28, 28]"]);
        var fault = Assert.Throws<RecipeException>(() => document.Check(Mnist));
        Assert.Equal("generator.layers[3].reshape", fault.Key);
        Assert.Equal("--set generator.layers[3].reshape=[3, 28, 28]", fault.Position.ToString());
    }

    [Fact]
    public void A_recipe_may_fit_one_data_set_and_not_another()
    {
        var document = RecipeReader.Read(RecipeText.Whole, "test.yaml");
        Assert.Equal(Mnist, document.Check(Mnist).Generator.Output);
        Assert.Equal(
            "the generator ends in [1, 28, 28], but the data's items are [2]; end with flatten and { dense: 2 }",
            Assert.Throws<RecipeException>(() => document.Check(new Shape(2))).Problem);
    }

    [Fact]
    public void A_table_shows_what_each_layer_gives_and_holds()
    {
        var document = RecipeReader.Read(
            """
            noise: { size: 50 }
            generator:
              layers:
                - { dense: { units: 784, bias: false } }
                - { reshape: [16, 7, 7] }
                - batch_norm
                - { conv_transpose2d: { channels: 8, kernel: 4, stride: 2, padding: 1 } }
                - { batch_norm: { momentum: 0.2, affine: false } }
                - { leaky_relu: 0.01 }
                - { conv_transpose2d: { channels: 1, kernel: 5, stride: 2, padding: same } }
                - tanh
            discriminator:
              layers:
                - { conv2d: { channels: 8, kernel: 5, stride: 2, padding: same, spectral_norm: true } }
                - { avg_pool2d: 2 }
                - minibatch_stddev
                - flatten
                - { dense: 1 }
            """);
        var plans = document.Check(Mnist);
        Assert.Equal(
            [
                new LayerRow("dense", "784, bias false", new Shape(784), 39_200),
                new LayerRow("reshape", "[16, 7, 7]", new Shape(16, 7, 7), 0),
                new LayerRow("batch_norm", "", new Shape(16, 7, 7), 32),
                new LayerRow("conv_transpose2d", "8, kernel 4, stride 2, padding 1", new Shape(8, 14, 14), 2_056),
                new LayerRow("batch_norm", "momentum 0.2, affine false", new Shape(8, 14, 14), 0),
                new LayerRow("leaky_relu", "0.01", new Shape(8, 14, 14), 0),
                new LayerRow("conv_transpose2d", "1, kernel 5, stride 2, padding same", new Shape(1, 28, 28), 201),
                new LayerRow("tanh", "", new Shape(1, 28, 28), 0),
            ],
            LayerTable.Of(plans.Generator).Rows);
        Assert.Equal(
            [
                new LayerRow("conv2d", "8, kernel 5, stride 2, padding same, spectral_norm true", new Shape(8, 14, 14), 208),
                new LayerRow("avg_pool2d", "2", new Shape(8, 7, 7), 0),
                new LayerRow("minibatch_stddev", "4", new Shape(9, 7, 7), 0),
                new LayerRow("flatten", "", new Shape(441), 0),
                new LayerRow("dense", "1", new Shape(1), 442),
            ],
            LayerTable.Of(plans.Discriminator).Rows);
    }
}
