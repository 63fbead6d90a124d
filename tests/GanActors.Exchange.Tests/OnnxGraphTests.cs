using System.Runtime.InteropServices;
using GanActors.Exchange.Onnx;
using GanActors.Networks;

namespace GanActors.Exchange.Tests;

public sealed class OnnxGraphTests
{
    [Fact]
    public void A_model_takes_any_number_of_items_and_says_where_it_comes_from()
    {
        var model = Model(Sample.Trained(Sample.Mlp));
        model.AssertSound();
        Assert.Equal((8, 17), (model.IrVersion, model.OperatorSet));
        var input = Assert.Single(model.Inputs);
        Assert.Equal("noise", input.Name);
        Assert.Equal(["batch", "9"], input.Dimensions);
        var output = Assert.Single(model.Outputs);
        Assert.Equal("image", output.Name);
        Assert.Equal(["batch", "1", "7", "7"], output.Dimensions);
        Assert.Equal(["Gemm", "LeakyRelu", "Gemm", "Tanh", "Reshape"], model.Nodes.Select(node => node.Operator));
        Assert.Equal(("sample", "5", "12", "-1", "1", "current"), (model.Metadata["recipe"], model.Metadata["seed"], model.Metadata["iteration"], model.Metadata["data_low"], model.Metadata["data_high"], model.Metadata["weights"]));
    }

    [Fact]
    public void A_conditional_model_takes_the_class_of_each_item()
    {
        var model = Model(Sample.Trained([new ClassInput(3), new Dense(6), new Reshape(new Shape(2, 1, 3)), new ClassInput()]));
        model.AssertSound();
        Assert.Equal(["noise", "class"], model.Inputs.Select(input => input.Name));
        Assert.Equal(["batch"], model.Inputs[1].Dimensions);
        Assert.Equal((1, 7), (model.Inputs[0].Type, model.Inputs[1].Type));
        Assert.Equal("5", model.Metadata["classes"]);
        Assert.Equal(["Gather", "Concat", "Gemm", "Reshape", "Gather", "Reshape", "Mul", "Concat"], model.Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void Weights_go_in_as_they_are()
    {
        var trained = Sample.Trained(Sample.Mlp);
        var model = Model(trained);
        var weight = trained.Tensors.Single(tensor => tensor.Name == "0.weight");
        Assert.Equal([24, 9], model.Constants["0.weight"].Shape);
        Assert.Equal(weight.Values.ToArray(), MemoryMarshal.Cast<byte, float>(model.Constants["0.weight"].Data).ToArray());
    }

    [Fact]
    public void Dropout_is_left_out_and_what_does_nothing_still_has_an_output()
    {
        var model = Model(Sample.Trained([new Dense(4), new Dropout(0.3f), new Relu(), new Dropout(0.1f)]));
        model.AssertSound();
        Assert.Equal(["Gemm", "Relu"], model.Nodes.Select(node => node.Operator));
        var nothing = Model(Sample.Trained([new Dense(4)]) with { Recipe = Sample.Recipe([new Dropout(0.5f)]), Item = new Shape(9), Tensors = [] });
        nothing.AssertSound();
        Assert.Equal(["Identity"], nothing.Nodes.Select(node => node.Operator));
    }

    [Theory]
    // Keras' same: stride 1 and an even kernel pad one more behind; a kernel smaller than the stride leaves pixels that no window reaches.
    [InlineData(4, 1, true, 0, 0, new long[] { 1, 1, 2, 2 }, new long[] { 0, 0 })]
    [InlineData(5, 2, true, 0, 0, new long[] { 1, 1, 2, 2 }, new long[] { 0, 0 })]
    [InlineData(4, 2, true, 0, 0, new long[] { 1, 1, 1, 1 }, new long[] { 0, 0 })]
    [InlineData(2, 3, true, 0, 0, new long[] { 0, 0, 0, 0 }, new long[] { 1, 1 })]
    [InlineData(4, 2, false, 1, 0, new long[] { 1, 1, 1, 1 }, new long[] { 0, 0 })]
    [InlineData(3, 2, false, 1, 1, new long[] { 1, 1, 1, 1 }, new long[] { 1, 1 })]
    public void A_transposed_convolution_is_padded_as_the_engine_pads(int kernel, int stride, bool same, int amount, int outputPadding, long[] pads, long[] behind)
    {
        var model = Model(Sample.Trained([new Dense(2 * 5 * 5), new Reshape(new Shape(2, 5, 5)), new ConvTranspose2d(3, kernel, stride, new Padding(same, amount), outputPadding)]));
        model.AssertSound();
        var node = model.Nodes.Single(each => each.Operator == "ConvTranspose");
        Assert.Equal(pads, (long[])node.Attributes["pads"]);
        Assert.Equal(behind, (long[])node.Attributes["output_padding"]);
    }

    [Fact]
    public void A_layer_without_a_form_is_named()
    {
        var trained = Sample.Trained([new Dense(8), new Reshape(new Shape(2, 2, 2)), new MinibatchStdDev(4)]);
        string error = Assert.Throws<ExchangeException>(() => Model(trained)).Message;
        Assert.Contains("layer 2 (minibatch_stddev) has no form in ONNX", error, StringComparison.Ordinal);
    }

    private static OnnxReader Model(TrainedGenerator generator)
    {
        using var stream = new MemoryStream();
        OnnxWriter.Write(stream, generator, WeightsKind.Current);
        return new OnnxReader(stream.ToArray());
    }
}
