using GanActors.Engines.Cpu;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Engines.Tests;

/// <summary>The two engines against each other: the same duel on both, and one that changes engines on its way.</summary>
public sealed class EnginesAgreeTests
{
    private const int Items = 16;

    // Adam turns a gradient that is nothing but rounding error into a whole step: duels that begin alike drift apart. By then rounding alone, two seeds' difference being 1.
    private const double SampleTolerance = 0.02;

    private static readonly Shape Noise = new(12);

    private static readonly Dictionary<string, (Layer[] Generator, Layer[] Discriminator, Shape Image)> Duels = new(StringComparer.Ordinal)
    {
        ["mlp"] = (
            [new Dense(32), new LeakyRelu(0.2f), new Dense(64), new Tanh(), new Reshape(new Shape(1, 8, 8))],
            [new Flatten(), new Dense(32), new LeakyRelu(0.2f), new Dropout(0.3f), new Dense(1)],
            new Shape(1, 8, 8)),
        ["dcgan"] = (
            [
                new Dense(16 * 4, Bias: false), new BatchNorm(), new Relu(), new Reshape(new Shape(16, 2, 2)),
                new ConvTranspose2d(8, 4, 2, Padding.Of(1), Bias: false), new BatchNorm(), new Relu(), new Dropout(0.1f), new ConvTranspose2d(3, 4, 2, Padding.Of(1)), new Tanh(),
            ],
            [
                new Conv2d(8, 4, 2, Padding.Of(1), SpectralNorm: true), new LeakyRelu(0.2f), new Dropout2d(0.1f), new Conv2d(16, 4, 2, Padding.Of(1), Bias: false), new BatchNorm(),
                new LeakyRelu(0.2f), new Dropout(0.2f), new Flatten(), new Dense(1),
            ],
            new Shape(3, 8, 8)),
    };

    public static TheoryData<string> Names => [.. Duels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hundred_iterations_of_a_duel_come_out_alike(string name)
    {
        using var cpu = new Duel(new CpuDevice(), name);
        using var torch = new Duel(Torches.Cpu(), name);
        Assert.Equal(Bits(cpu.Generator.Save()), Bits(torch.Generator.Save()));

        double[] expected = cpu.Train(0, 100), actual = torch.Train(0, 100);

        for (int i = 0; i < 20; i++)
            Assert.Equal(expected[i], actual[i], 1e-3);
        AssertNear(cpu.Samples(WeightsKind.Current), torch.Samples(WeightsKind.Current));
        AssertNear(cpu.Samples(WeightsKind.Average), torch.Samples(WeightsKind.Average));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_saved_by_one_goes_on_in_the_other(string name)
    {
        using var device = Torches.Cpu();
        using var cpu = new Duel(new CpuDevice(), name);
        using var torch = new Duel(device, name);
        using var back = new Duel(new CpuDevice(), name);
        cpu.Train(0, 30);

        torch.Become(cpu);
        Assert.Equal(Bits(cpu.Generator.Save()), Bits(torch.Generator.Save()));
        Assert.Equal(Bits(cpu.Discriminator.Save()), Bits(torch.Discriminator.Save()));
        double[] expected = cpu.Train(30, 20), actual = torch.Train(30, 20);
        foreach (var (one, other) in expected.Zip(actual))
            Assert.Equal(one, other, 1e-3);

        back.Become(torch);
        Assert.Equal(Bits(torch.Generator.Save()), Bits(back.Generator.Save()));
        back.Train(50, 20);
        torch.Train(50, 20);
        AssertNear(back.Samples(WeightsKind.Current), torch.Samples(WeightsKind.Current));
        Assert.Equal(70, back.Generator.Steps);
    }

    private static IEnumerable<(string Name, Shape Shape, int Sum)> Bits(NetworkState state) => state.Tensors.Select(tensor =>
        (tensor.Name, tensor.Shape, tensor.Values.ToArray().Aggregate(0, (hash, value) => HashCode.Combine(hash, BitConverter.SingleToInt32Bits(value)))));

    private static void AssertNear(float[] expected, float[] actual)
    {
        double distance = Math.Sqrt(expected.Zip(actual, (one, other) => ((double)one - other) * (one - other)).Average());
        Assert.InRange(distance, 0, SampleTolerance);
    }

    private sealed class Duel : IDisposable
    {
        private readonly IDevice _device;
        private readonly float[] _gradient = new float[2 * Items];

        public Duel(IDevice device, string name)
        {
            _device = device;
            var (generator, discriminator, image) = Duels[name];
            var adam = new OptimizerSpec(LearningRate: 0.0005f, Beta1: 0.5f);
            var plan = Networks.Plan(Noise, generator, adam, NetworkRole.Generator, refine: spec => spec with { Average = new AverageSpec(0.9f) });
            Generator = device.Create(plan, Items, 3);
            Discriminator = device.Create(Networks.Plan(image, discriminator, adam), Items, 3);
        }

        public INetwork Generator { get; }

        public INetwork Discriminator { get; }

        public void Become(Duel other)
        {
            Generator.Load(other.Generator.Save());
            Discriminator.Load(other.Discriminator.Save());
        }

        // The losses of both players, iteration by iteration.
        public double[] Train(int from, int iterations)
        {
            var loss = new LossSpec();
            double[] losses = new double[2 * iterations];
            for (int i = 0; i < iterations; i++)
            {
                ulong draw = (ulong)(from + i);
                var fakes = Generator.ForwardTraining([Drawn(Noise, StreamPurpose.Noise, draw)], draw);
                var logits = Discriminator.ForwardTraining([Drawn(Discriminator.Plan.Input, StreamPurpose.Dataset, draw), fakes], draw).Values.Span;
                losses[2 * i] = GanLoss.Real(loss, logits[..Items], _gradient.AsSpan(0, Items));
                losses[2 * i] += GanLoss.Fake(loss, logits[Items..], _gradient.AsSpan(Items));
                Discriminator.Backward(new Batch(new Shape(1), 2 * Items, _gradient), inputGradient: false);
                Discriminator.Step();
                logits = Discriminator.Forward([fakes], draw, keepTape: true).Values.Span;
                losses[2 * i + 1] = GanLoss.Generator(loss, logits, _gradient.AsSpan(0, Items));
                Generator.Backward(Discriminator.InputGradient(new Batch(new Shape(1), Items, _gradient.AsMemory(0, Items))), inputGradient: false);
                Generator.Step();
            }

            return losses;
        }

        public float[] Samples(WeightsKind weights) => Generator.Infer(Drawn(Noise, StreamPurpose.SampleNoise, 0), weights).Values.ToArray();

        public void Dispose()
        {
            Generator.Dispose();
            Discriminator.Dispose();
            _device.Dispose();
        }

        private static Batch Drawn(Shape item, StreamPurpose purpose, ulong draw)
        {
            float[] values = new float[Items * item.Size];
            new RandomStream(5, purpose, 0, draw).Normal(values);
            return new Batch(item, Items, values);
        }
    }
}
