using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Networks that are told the class of each item.</summary>
public abstract class ClassInputConformance : OfEveryEngine
{
    private static readonly Shape Input = new(6);

    /// <summary>How far the results of an item may be apart in batches of different sizes.</summary>
    protected virtual float BatchTolerance => 0f;

    [Fact]
    public void Every_way_in_asks_for_the_class_of_each_item()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, [new ClassInput(), new Dense(3)]), 4, 1);
        var classless = new Batch(Input, 4, Networks.Numbers(4 * 6, 1));
        const string Message = "The network is conditional: 4 x [6] came without classes. (Parameter 'parts')";
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => network.Infer(classless)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => network.Forward([Networks.Items(Input, 4, 2), classless], 0, keepTape: true)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => network.ForwardTraining([classless], 0)).Message);
    }

    [Fact]
    public void A_class_beyond_the_last_is_refused()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, [new ClassInput(2)]), 2, 1);
        var fault = Assert.Throws<ArgumentException>(() => network.Infer(Networks.Items(Input, 2, 1).Of(new byte[] { 0, 4 })));
        Assert.StartsWith("Class 4 is not one of the 4 that the network knows.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_does_not_ask_takes_items_with_classes_or_without()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, [new Dense(3)]), 4, 1);
        var items = Networks.Items(Input, 4, 1);
        Assert.Equal(0, network.Plan.Classes);
        Assert.Equal(network.Infer(items).Values.ToArray(), network.Infer(items.Of(default)).Values.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_item_becomes_what_its_own_class_makes_of_it_wherever_it_stands(int embedding)
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(new Shape(2, 3, 3), [new ClassInput(embedding), new Conv2d(17, 2), new Tanh()]), 4, 1);
        var items = Networks.Items(network.Plan.Input, 9, 1);
        byte[] classes = [2, 2, 0, 1, 3, 0, 3, 1, 2];
        float[] together = network.Infer(items.Of(classes)).Values.ToArray();
        int size = network.Plan.Output.Size, given = network.Plan.Input.Size;
        for (int item = 0; item < classes.Length; item++)
        {
            var alone = new Batch(items.Item, 1, items.Values.Slice(item * given, given), classes.AsMemory(item, 1));
            float[] expected = together[(item * size)..((item + 1) * size)];
            Assert.Equal(expected, network.Infer(alone).Values.ToArray(), (together, single) => Math.Abs(together - single) <= BatchTolerance);
            Assert.NotEqual(expected, network.Infer(alone.Of(new[] { (byte)((classes[item] + 1) % 4) })).Values.ToArray());
        }
    }

    [Fact]
    public void Only_the_rows_of_classes_that_were_seen_learn()
    {
        using var device = CreateDevice();
        var plan = Networks.Plan(Input, [new ClassInput(5), new Dense(3)], new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 0.1f));
        using var network = device.Create(plan, 4, 1);
        float[] before = Row(network);
        network.ForwardTraining([Networks.Items(Input, 4, 1).Of(new byte[] { 1, 3, 1, 1 })], 0);
        network.Backward(Networks.Items(plan.Output, 4, 2), inputGradient: false);
        network.Step();
        float[] after = Row(network);
        for (int given = 0; given < Networks.Classes; given++)
            Assert.Equal(given is 1 or 3, !before.AsSpan(5 * given, 5).SequenceEqual(after.AsSpan(5 * given, 5)));

        static float[] Row(INetwork network) => network.Save().Tensors.Single(tensor => tensor.Name == "0.weight").Values.ToArray();
    }

    [Fact]
    public void Its_state_has_the_key_and_the_shape_of_an_embedding_of_PyTorch()
    {
        using var device = CreateDevice();
        var average = new AverageSpec(0.9f, 1f);
        using var network = device.Create(
            Networks.Plan(new Shape(3, 2, 2), [new Tanh(), new ClassInput(2), new Flatten(), new ClassInput()], refine: spec => spec with { Average = average }), 4, 1);
        Assert.Equal(
            ["1.weight", "optimizer.1.weight.exp_avg", "optimizer.1.weight.exp_avg_sq", "average.1.weight"], network.Save().Tensors.Select(tensor => tensor.Name));
        Assert.All(network.Save().Tensors, tensor => Assert.Equal(new Shape(4, 8), tensor.Shape));

        using var other = device.Create(network.Plan, 4, 2);
        var items = Networks.Items(network.Plan.Input, 4, 1);
        Assert.NotEqual(network.Infer(items).Values.ToArray(), other.Infer(items).Values.ToArray());
        other.Load(network.Save());
        Assert.Equal(network.Infer(items).Values.ToArray(), other.Infer(items).Values.ToArray());
        Assert.Equal(network.Infer(items, WeightsKind.Average).Values.ToArray(), other.Infer(items, WeightsKind.Average).Values.ToArray());
    }

    [Theory]
    [InlineData(Initializer.PyTorch, 1.0)]
    [InlineData(Initializer.Dcgan, 0.02)]
    [InlineData(Initializer.Glorot, 0.0446)]
    [InlineData(Initializer.He, 0.7071)]
    [InlineData(Initializer.LeCun, 0.5)]
    public void An_embedding_starts_as_PyTorchs_or_as_the_weights_of_a_dense_layer_on_one_hot_classes(Initializer initializer, double deviation)
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, [new ClassInput(1000)], initializer: initializer), 4, 1);
        float[] values = network.Save().Tensors[0].Values.ToArray();
        Assert.InRange(Math.Sqrt(values.Average(value => (double)value * value)), 0.95 * deviation, 1.05 * deviation);
        Assert.InRange(values.Average(), -0.05 * deviation, 0.05 * deviation);
    }
}
