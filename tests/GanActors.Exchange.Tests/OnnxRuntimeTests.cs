using GanActors.Engines.Cpu;
using GanActors.Exchange.Onnx;
using GanActors.Networks;

namespace GanActors.Exchange.Tests;

/// <summary>onnxruntime makes of a model what our engine makes of the generator.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    public Task An_mlp_gives_the_same(int items) => AssertSame(
        Sample.Trained([new Dense(128), new LeakyRelu(0.01f), new Dropout(0.3f), new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))], noise: 100), items);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public Task A_dcgan_gives_the_same(int items) => AssertSame(
        Sample.Trained(
            [
                new Dense(32 * 7 * 7, Bias: false), new Reshape(new Shape(32, 7, 7)), new BatchNorm(), new Relu(),
                new ConvTranspose2d(16, 4, 2, Padding.Of(1), Bias: false), new BatchNorm(), new Relu(),
                new ConvTranspose2d(1, 4, 2, Padding.Of(1), Bias: false), new Tanh(),
            ],
            noise: 64),
        items);

    [Fact]
    public Task Same_padding_and_output_padding_give_the_same() => AssertSame(
        Sample.Trained(
            [
                new Dense(6 * 5 * 7), new Reshape(new Shape(6, 5, 7)),
                new ConvTranspose2d(8, 5, 2, Padding.KerasSame), new Selu(),
                new ConvTranspose2d(6, 3, 2, Padding.Of(1), OutputPadding: 1), new Elu(0.7f),
                new Conv2d(5, 4, 1, Padding.KerasSame), new LeakyRelu(0.2f),
                new Conv2d(4, 5, 3, Padding.KerasSame), new Relu(),
                new ConvTranspose2d(3, 2, 3, Padding.KerasSame), new Sigmoid(),
            ]),
        items: 4);

    [Fact]
    public Task All_other_layers_give_the_same() => AssertSame(
        Sample.Trained(
            [
                new Dense(24), new BatchNorm(), new Gelu(), new Dense(64), new LayerNorm(), new Softplus(), new Reshape(new Shape(4, 4, 4)),
                new Upsample(2), new Conv2d(6, 3, 1, Padding.Of(1)), new InstanceNorm(Affine: true), new Relu(),
                new LayerNorm(1e-3f, Affine: false), new Upsample(3), new AvgPool2d(3, 2), new InstanceNorm(), new BatchNorm(Affine: false),
                new Dropout2d(0.2f), new Flatten(), new Dense(12, Bias: false), new Tanh(),
            ]),
        items: 3);

    [Fact]
    public Task Spectral_normalisation_is_worked_into_the_weights() => AssertSame(
        Sample.Trained(
            [
                new Dense(4 * 5 * 5, SpectralNorm: true), new Reshape(new Shape(4, 5, 5)), new Relu(),
                new ConvTranspose2d(6, 4, 2, Padding.Of(1), SpectralNorm: true), new Relu(), new Conv2d(2, 3, 1, Padding.Of(1), SpectralNorm: true),
            ]),
        items: 3);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 12)]
    [InlineData(7, 1)]
    [InlineData(7, 12)]
    public Task A_conditional_mlp_gives_the_same_for_every_class(int embedding, int items) => AssertSame(
        Sample.Trained([new Dense(40), new ClassInput(embedding), new Relu(), new Dense(784), new Sigmoid(), new Reshape(new Shape(1, 28, 28))], noise: 100), items);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public Task A_class_put_behind_an_image_gives_the_same(int embedding) => AssertSame(
        Sample.Trained(
            [
                new ClassInput(), new Dense(8 * 4 * 3), new Reshape(new Shape(8, 4, 3)), new ClassInput(embedding), new ConvTranspose2d(6, 4, 2, Padding.Of(1)), new Relu(),
                new Conv2d(3, 3, 1, Padding.Of(1)), new Tanh(),
            ]),
        items: 11);

    [Fact]
    public Task The_average_gives_the_same() => AssertSame(Sample.Trained(Sample.Mlp, average: new AverageSpec(0.9f, 1f)), items: 3, WeightsKind.Average);

    private async Task AssertSame(TrainedGenerator generator, int items, WeightsKind weights = WeightsKind.Current)
    {
        string model = _folder["model.onnx"];
        OnnxWriter.Save(model, generator, weights);
        new OnnxReader(await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken)).AssertSound();
        var noise = Sample.Noise(generator.Recipe, 77, items);
        using var device = new CpuDevice();
        using var network = generator.Build(device, weights);
        float[] expected = network.Infer(noise).Values.ToArray();

        var (dimensions, values) = await Runtime.Run(model, noise);

        Assert.Equal([items, .. generator.Item.Dimensions], dimensions.Select(each => (int)each));
        Assert.True(expected.Max(MathF.Abs) > 0.1f, "the generator makes nothing to compare");
        float farthest = expected.Zip(values, (one, other) => MathF.Abs(one - other)).Max();
        Assert.True(farthest < 1e-4f, $"the farthest two numbers are {farthest} apart");
    }
}
