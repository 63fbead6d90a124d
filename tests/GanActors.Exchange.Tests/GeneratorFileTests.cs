using System.Collections.Immutable;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Exchange.Tests;

public sealed class GeneratorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["generator.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_alone_makes_what_the_generator_made()
    {
        var trained = Sample.Trained([new Dense(12), new BatchNorm(), new Relu(), .. Sample.Mlp]);
        GeneratorFile.Save(File, trained);
        var read = GeneratorFile.Read(File);
        Assert.Equal(trained.Recipe, read.Recipe);
        Assert.Equal((trained.Item, trained.Iteration), (read.Item, read.Iteration));
        Assert.Equal(Make(trained, WeightsKind.Current), Make(read, WeightsKind.Current));
    }

    [Fact]
    public void Equal_generators_are_equal_files()
    {
        GeneratorFile.Save(File, Sample.Trained(Sample.Mlp));
        GeneratorFile.Save(_folder["again"], Sample.Trained(Sample.Mlp));
        Assert.Equal(System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(_folder["again"]));
    }

    [Fact]
    public void Keys_are_those_of_PyTorch()
    {
        GeneratorFile.Save(File, Sample.Trained([new Dense(16), new Reshape(new Shape(4, 2, 2)), new BatchNorm(), new Relu(), new ConvTranspose2d(1, 4, 2, Padding.Of(1), Bias: false)]));
        var file = SafetensorsReader.ReadFile(File);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(
            ["0.weight [16, 9]", "0.bias [16]", "2.weight [4]", "2.bias [4]", "2.running_mean [4]", "2.running_var [4]", "4.weight [4, 1, 4, 4]"],
            file.Tensors.Select(tensor => $"{tensor.Name} {tensor.Shape}"));
    }

    [Fact]
    public void The_average_takes_the_weights_places_where_there_is_one()
    {
        var trained = Sample.Trained([new Dense(12), new BatchNorm(), .. Sample.Mlp], average: new AverageSpec(0.9f, 1f));
        Assert.True(trained.HasAverage);
        Assert.Equal(WeightsKind.Average, trained.BestWeights);
        GeneratorFile.Save(File, trained);
        GeneratorFile.Save(_folder["ema"], trained.Only(WeightsKind.Average));
        float[] average = Make(GeneratorFile.Read(File), WeightsKind.Average);
        Assert.NotEqual(Make(trained, WeightsKind.Current), average);
        Assert.Equal(average, Make(GeneratorFile.Read(_folder["ema"]), WeightsKind.Current));
        Assert.DoesNotContain(GeneratorFile.Read(_folder["ema"]).Tensors, tensor => tensor.Name.StartsWith("average.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_average_that_was_not_kept_cannot_be_had()
    {
        var error = Assert.Throws<ExchangeException>(() => Make(Sample.Trained(Sample.Mlp), WeightsKind.Average));
        Assert.Contains("no moving average", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_do_not_fit_the_recipe_are_named()
    {
        var trained = Sample.Trained(Sample.Mlp);
        Assert.Contains("has no tensor '0.weight'", Fault(trained.Tensors.RemoveAt(0)), StringComparison.Ordinal);
        Assert.Contains("has a tensor '9.weight'", Fault(trained.Tensors.Add(new StateTensor("9.weight", new Shape(1), new float[1]))), StringComparison.Ordinal);
        Assert.Contains("tensor '0.weight' is [9, 24]", Fault(trained.Tensors.SetItem(0, new StateTensor("0.weight", new Shape(9, 24), new float[216]))), StringComparison.Ordinal);

        string Fault(ImmutableArray<StateTensor> tensors) =>
            Assert.Throws<ExchangeException>(() => Make(trained with { Tensors = tensors }, WeightsKind.Current)).Message;
    }

    [Theory]
    [InlineData("recipe", null, "has no recipe in its metadata")]
    [InlineData("recipe", "generator: [", "the recipe in its metadata cannot be used: ")]
    [InlineData("item", "many", "an item is 'many'")]
    [InlineData("item", "[1, -7, 7]", "an item is '[1, -7, 7]'")]
    [InlineData("item", "[99999999999]", "an item is '[99999999999]'")]
    [InlineData("item", "[1, 8, 8]", "does not make items of [1, 8, 8]")]
    [InlineData("iteration", "-1", "the iteration is '-1'")]
    public void Metadata_that_cannot_be_used_are_one_line(string key, string? value, string message)
    {
        GeneratorFile.Save(File, Sample.Trained(Sample.Mlp));
        var file = SafetensorsReader.ReadFile(File);
        var metadata = value is null ? file.Metadata.Remove(key) : file.Metadata.SetItem(key, value);
        SafetensorsWriter.Save(File, file with { Metadata = metadata });
        string error = Assert.Throws<ExchangeException>(() => GeneratorFile.Read(File)).Message;
        Assert.StartsWith(File + ": ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    private static float[] Make(TrainedGenerator generator, WeightsKind kind)
    {
        using var device = new CpuDevice();
        using var network = generator.Build(device, kind);
        return network.Infer(LatentNoise.ForSamples(generator.Recipe.Noise, 3, 10)).Values.ToArray();
    }
}
