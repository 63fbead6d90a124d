using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>A step that would ruin a network is not taken, and what stops it says where the trouble began.</summary>
public abstract class NonFiniteGuardConformance : OfEveryEngine
{
    private const int Items = 6;
    private static readonly Shape Input = new(9);

    private static readonly Layer[] Layers =
        [new Dense(30), new BatchNorm(), new LeakyRelu(0.2f), new Dropout(0.3f), new Dense(20), new LeakyRelu(0.2f), new Dense(3)];

    private static readonly Layer[] PlainLayers = [new Dense(30), new LeakyRelu(0.2f), new Dense(20), new LeakyRelu(0.2f), new Dense(3)];

    public static TheoryData<float> NotNumbers => [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    [Theory]
    [MemberData(nameof(NotNumbers))]
    public void An_input_that_is_not_finite_is_named_and_nothing_moves(float value)
    {
        using var duel = new Duelists(CreateDevice(), Layers);
        float[] items = GoodItems();
        items[4 * Input.Size + 2] = value;

        var error = duel.Stopped(items, Networks.Numbers(Items * 3, 2));

        Assert.Equal((NetworkRole.Discriminator, null, NonFiniteKind.Input, 3L), (error.Network, error.Layer, error.What, error.Step));
        Assert.StartsWith("Step 3 of the discriminator was not taken: its input is not finite: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" in item 4.", error.Message, StringComparison.Ordinal);
        duel.GoOnAsIfNothingHadHappened();
    }

    [Fact]
    public void The_first_layer_whose_output_is_not_finite_is_named()
    {
        using var duel = new Duelists(CreateDevice(), PlainLayers);
        duel.Scale("2.weight", 1e20f);

        var error = duel.Stopped(Networks.Numbers(Items * Input.Size, 1, 1e20f), Networks.Numbers(Items * 3, 2));

        Assert.Equal((2, NonFiniteKind.Output), (error.Layer, error.What));
        Assert.Contains("layer 2 (dense) is the first whose output is not finite", error.Message, StringComparison.Ordinal);
        duel.GoOnAsIfNothingHadHappened();
    }

    [Fact]
    public void The_first_layer_on_the_way_back_whose_gradient_is_not_finite_is_named()
    {
        using var duel = new Duelists(CreateDevice(), PlainLayers);
        duel.Scale("4.weight", 1e10f);

        var error = duel.Stopped(GoodItems(), Networks.Numbers(Items * 3, 2, 1e33f));

        Assert.Equal((2, NonFiniteKind.Gradient), (error.Layer, error.What));
        Assert.Contains("layer 2 (dense) is the first on the way back", error.Message, StringComparison.Ordinal);
        duel.GoOnAsIfNothingHadHappened();
    }

    [Theory]
    [MemberData(nameof(NotNumbers))]
    public void A_gradient_that_was_given_is_named(float value)
    {
        using var duel = new Duelists(CreateDevice(), Layers);
        float[] gradient = Networks.Numbers(Items * 3, 2);
        gradient[3 * 3 + 1] = value;

        var error = duel.Stopped(GoodItems(), gradient);

        Assert.Equal((null, NonFiniteKind.Gradient), (error.Layer, error.What));
        Assert.Contains("the gradient of its output that it was given is not finite", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" for item 3.", error.Message, StringComparison.Ordinal);
        duel.GoOnAsIfNothingHadHappened();
    }

    [Theory]
    [MemberData(nameof(NotNumbers))]
    public void A_weight_that_is_not_finite_is_named(float value)
    {
        using var duel = new Duelists(CreateDevice(), Layers);
        duel.Set("4.bias", 7, value);

        var error = duel.Stopped(GoodItems(), Networks.Numbers(Items * 3, 2));

        Assert.Equal((4, NonFiniteKind.Weight), (error.Layer, error.What));
        Assert.Contains("layer 4 (dense) holds", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("in 4.bias.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variance_beyond_single_precision_does_not_reach_the_running_statistics()
    {
        using var duel = new Duelists(CreateDevice(), [new BatchNorm(), new Dense(3)]);
        float[] items = new float[Items * Input.Size];
        items.AsSpan(3 * Input.Size, Input.Size).Fill(6e19f);

        var error = duel.Stopped(items, Networks.Numbers(Items * 3, 2));

        Assert.Equal((0, NonFiniteKind.Statistic), (error.Layer, error.What));
        Assert.Contains("layer 0 (batch_norm)", error.Message, StringComparison.Ordinal);
        duel.GoOnAsIfNothingHadHappened();
    }

    [Fact]
    public void Bad_gradients_are_found_when_an_inference_has_come_between()
    {
        using var duel = new Duelists(CreateDevice(), PlainLayers);
        float[] items = GoodItems();
        items[0] = float.NaN;

        var error = duel.Stopped(items, Networks.Numbers(Items * 3, 2), network =>
        {
            network.Infer(new Batch(Input, Items, GoodItems()));
            network.Forward([new Batch(Input, Items, GoodItems())], 9, keepTape: true);
        });

        // The tape is another forward's by now: what is left are the gradients.
        Assert.Equal((4, NonFiniteKind.Gradient), (error.Layer, error.What));
        duel.GoOnAsIfNothingHadHappened();
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.RmsProp)]
    public void Squares_beyond_single_precision_stop_an_optimizer_that_keeps_them(OptimizerKind kind)
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, [new Dense(3)], new OptimizerSpec(kind)), Items, 1);
        var before = network.Save();
        Gather(network, 1e24f);

        var error = Assert.Throws<NonFiniteException>(() => network.Step());

        Assert.Equal((0, NonFiniteKind.Gradient), (error.Layer, error.What));
        Assert.Contains("its square is beyond single precision", error.Message, StringComparison.Ordinal);
        AssertSame(before, network.Save());
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0f, 0f)]
    [InlineData(OptimizerKind.Sgd, 1f, 0f)]
    [InlineData(OptimizerKind.Adam, 1f, 0f)]
    [InlineData(OptimizerKind.Adam, 0f, 1f)]
    [InlineData(OptimizerKind.RmsProp, 0.5f, 1f)]
    public void Finite_gradients_whose_squares_are_infinite_are_clipped_like_others(OptimizerKind kind, float clipNorm, float clipValue)
    {
        using var device = CreateDevice();
        var spec = new OptimizerSpec(kind, 1e-3f, ClipNorm: clipNorm, ClipValue: clipValue);
        using var network = device.Create(Networks.Plan(Input, [new Dense(3)], spec), Items, 1);
        Gather(network, 1f);
        float norm = network.Step().GradientNorm;
        Gather(network, 1e24f);

        var report = network.Step();

        Assert.Equal(norm, report.GradientNorm / 1e24f, 1e-5 * norm);
        Assert.All(network.Save().Tensors, tensor => Assert.All(tensor.Values.ToArray(), value => Assert.True(float.IsFinite(value))));
        if (kind == OptimizerKind.Sgd && clipNorm == 0f)
            return;
        foreach (float weight in network.Save().Tensors[0].Values.Span)
            Assert.InRange(weight, -1f, 1f);
    }

    [Fact]
    public void The_largest_finite_gradients_are_finite()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(new Shape(1), [new Dense(3, Bias: false)], new OptimizerSpec(OptimizerKind.Sgd, 1e-3f, ClipNorm: 3f)), 1, 1);
        float[] before = network.Save().Tensors[0].Values.ToArray();
        network.ForwardTraining([new Batch(new Shape(1), 1, new[] { 1f })], 0);
        network.Backward(new Batch(new Shape(3), 1, new[] { float.MaxValue, -float.MaxValue, float.MaxValue }), inputGradient: false);

        // Their norm is not, as a float.
        Assert.Equal(float.PositiveInfinity, network.Step().GradientNorm);
        float[] moved = [.. before.Zip(network.Save().Tensors[0].Values.ToArray(), (start, end) => start - end)];
        Assert.Equal(1e-3 * Math.Sqrt(3), moved[0], 1e-6);
        Assert.Equal(-1e-3 * Math.Sqrt(3), moved[1], 1e-6);
    }

    private static float[] GoodItems() => Networks.Numbers(Items * Input.Size, 70);

    private static void Gather(INetwork network, float size)
    {
        network.ForwardTraining([Networks.Items(Input, Items, 1)], 0);
        network.Backward(new Batch(network.Plan.Output, Items, Networks.Numbers(Items * network.Plan.Output.Size, 2, size)), inputGradient: false);
    }

    private static void AssertSame(NetworkState one, NetworkState two)
    {
        Assert.Equal(one.Steps, two.Steps);
        foreach (var (expected, actual) in one.Tensors.Zip(two.Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), $"{expected.Name} moved");
    }

    // Two networks after the same two steps: one meets trouble, the other never does.
    private sealed class Duelists : IDisposable
    {
        private readonly IDevice _device;
        private readonly INetwork _troubled, _spared;

        public Duelists(IDevice device, Layer[] layers)
        {
            _device = device;
            var plan = Networks.Plan(Input, layers, new OptimizerSpec(LearningRate: 0.01f, WeightDecay: 0.01f), refine: spec => spec with { Average = new AverageSpec() });
            _troubled = _device.Create(plan, Items, 1);
            _spared = _device.Create(plan, Items, 1);
            for (int step = 0; step < 2; step++)
            {
                Train(_troubled, step);
                Train(_spared, step);
            }
        }

        public void Scale(string tensor, float by) => Change(tensor, values =>
        {
            for (int i = 0; i < values.Length; i++)
                values[i] *= by;
        });

        public void Set(string tensor, int index, float value) => Change(tensor, values => values[index] = value);

        public NonFiniteException Stopped(float[] items, float[] gradient, Action<INetwork>? between = null)
        {
            var before = _troubled.Save();
            // A good batch and a bad one: all that was gathered for the step goes.
            Gather(_troubled, 5);
            _troubled.ForwardTraining([new Batch(Input, Items, items)], 77);
            _troubled.Backward(new Batch(_troubled.Plan.Output, Items, gradient), inputGradient: false);
            between?.Invoke(_troubled);

            var error = Assert.Throws<NonFiniteException>(() => _troubled.Step());

            foreach (var (expected, actual) in before.Tensors.Zip(_troubled.Save().Tensors))
            {
                Assert.Equal(
                    expected.Values.ToArray().Select(BitConverter.SingleToInt32Bits), actual.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
            }

            Assert.Equal(before.Steps, _troubled.Save().Steps);
            Assert.Throws<InvalidOperationException>(() => _troubled.Step());
            Assert.Throws<InvalidOperationException>(
                () => _troubled.Backward(new Batch(_troubled.Plan.Output, Items, gradient), inputGradient: false));
            return error;
        }

        public void GoOnAsIfNothingHadHappened()
        {
            for (int step = 2; step < 4; step++)
            {
                Train(_troubled, step);
                Train(_spared, step);
            }

            AssertSame(_spared.Save(), _troubled.Save());
        }

        public void Dispose()
        {
            _troubled.Dispose();
            _spared.Dispose();
            _device.Dispose();
        }

        private void Change(string name, Action<float[]> change)
        {
            foreach (var network in new[] { _troubled, _spared })
            {
                var state = network.Save();
                network.Load(state with
                {
                    Tensors = [.. state.Tensors.Select(tensor =>
                    {
                        float[] values = tensor.Values.ToArray();
                        if (tensor.Name == name)
                            change(values);
                        return tensor with { Values = values };
                    })],
                });
            }
        }

        private static void Gather(INetwork network, int step)
        {
            network.ForwardTraining([Networks.Items(Input, Items, (ulong)step)], (ulong)step);
            network.Backward(new Batch(network.Plan.Output, Items, Networks.Numbers(Items * 3, (ulong)step + 20, 1e-12f)), false);
        }

        private static void Train(INetwork network, int step)
        {
            Gather(network, step);
            network.Step();
        }
    }
}
