using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Threads share work out; they change no bit of it, and a steady step allocates nothing.</summary>
public sealed class DeterminismTests
{
    private static readonly Layer[] Layers =
    [
        new Dense(300), new BatchNorm(), new LeakyRelu(0.2f), new Dropout(0.3f), new ClassInput(70), new Dense(130), new Selu(), new Dense(784), new Tanh(), new Dense(1),
    ];

    // Every layer on images, up to an image and down again.
    private static readonly Layer[] ImageLayers =
    [
        new Dense(1_200), new BatchNorm(), new Relu(), new Reshape(new Shape(48, 5, 5)),
        new ClassInput(2), new ConvTranspose2d(36, 4, 2, Padding.Of(1)), new BatchNorm(), new LeakyRelu(0.2f), new Upsample(), new ConvTranspose2d(3, 3, 1, Padding.Of(1)), new Tanh(),
        new ClassInput(), new Conv2d(20, 4, 2, Padding.Of(1)), new InstanceNorm(Affine: true), new Gelu(), new Dropout2d(0.2f), new AvgPool2d(), new MinibatchStdDev(),
        new Conv2d(18, 3), new LayerNorm(), new Elu(), new Flatten(), new Dense(1),
    ];

    // All that a step can do.
    private static readonly OptimizerSpec Optimizer =
        new(WeightDecay: 0.01f, ClipNorm: 0.5f, ClipValue: 0.01f, Schedule: new LearningRateSchedule(LearningRateKind.Cosine, 100));

    // Every layer that has second derivatives; one network of straight lines, one of curves.
    private static readonly Layer[] CriticLayers =
    [
        new Conv2d(20, 4, 2, Padding.Of(1), SpectralNorm: true), new LeakyRelu(0.2f), new Dropout2d(0.2f), new ConvTranspose2d(5, 3, 1, SpectralNorm: true),
        new LeakyRelu(0.2f), new Flatten(), new Dropout(0.2f), new Dense(50, SpectralNorm: true), new LeakyRelu(0.2f), new Dense(1),
    ];

    private static readonly Layer[] CurvedLayers =
    [
        new Conv2d(20, 4, 2, Padding.Of(1)), new InstanceNorm(Affine: true), new Tanh(), new Upsample(), new ConvTranspose2d(5, 3), new LayerNorm(), new Gelu(),
        new AvgPool2d(), new ClassInput(1), new Flatten(), new ClassInput(9), new Dense(50), new Softplus(), new Dense(1), new Sigmoid(),
    ];

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void A_penalised_step_has_the_same_bits_too(int threads, bool curved)
    {
        using var one = new CpuDevice(1);
        using var many = new CpuDevice(threads);
        var plan = Networks.Plan(new Shape(3, 12, 12), curved ? CurvedLayers : CriticLayers);
        using var alone = one.Create(plan, 23, 1);
        using var shared = many.Create(plan, 23, 1);
        var (items, outward) = (Networks.Items(plan.Input, 23, 1), Networks.Items(plan.Output, 23, 2));

        for (int step = 0; step < 3; step++)
        {
            Penalise(alone, items, outward);
            Penalise(shared, items, outward);
        }

        foreach (var (expected, actual) in alone.Save().Tensors.Zip(shared.Save().Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), expected.Name);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_steady_penalised_step_allocates_nothing(int threads, bool curved)
    {
        using var device = new CpuDevice(threads);
        var plan = Networks.Plan(new Shape(3, 12, 12), curved ? CurvedLayers : CriticLayers);
        using var network = device.Create(plan, 16, 1);
        var (items, outward) = (Networks.Items(plan.Input, 16, 1), Networks.Items(plan.Output, 16, 2));
        for (int warm = 0; warm < 3; warm++)
            Penalise(network, items, outward);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 5; step++)
            Penalise(network, items, outward);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Any_number_of_threads_gives_the_same_bits(int threads, bool images)
    {
        using var one = new CpuDevice(1);
        using var many = new CpuDevice(threads);
        var plan = Plan(images);
        using var alone = one.Create(plan, 61, 1);
        using var shared = many.Create(plan, 61, 1);

        for (int step = 0; step < 3; step++)
        {
            var (output, gradient, report) = Train(alone, step);
            var (sharedOutput, sharedGradient, sharedReport) = Train(shared, step);
            Assert.Equal(output, sharedOutput);
            Assert.Equal(gradient, sharedGradient);
            Assert.Equal(report, sharedReport);
        }

        foreach (var (expected, actual) in alone.Save().Tensors.Zip(shared.Save().Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), expected.Name);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_steady_step_allocates_nothing(int threads, bool images)
    {
        using var device = new CpuDevice(threads);
        var plan = Plan(images);
        using var network = device.Create(plan, 32, 1);
        Batch[] parts = [Networks.Items(plan.Input, 32, 1), Networks.Items(plan.Input, 32, 2)];
        var gradient = Networks.Items(plan.Output, 64, 3);
        for (int warm = 0; warm < 3; warm++)
            Step(network, parts, gradient);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 10; step++)
            Step(network, parts, gradient);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Helpers_allocate_nothing_either()
    {
        using var crew = new Crew(3);
        var work = new CountAllocations();
        for (int warm = 0; warm < 100; warm++)
            crew.Run(50, ref work);
        Array.Clear(CountAllocations.Start);
        Array.Clear(CountAllocations.Grown);
        for (int run = 0; run < 1000; run++)
            crew.Run(50, ref work);

        Assert.All(CountAllocations.Grown, grown => Assert.Equal(0, grown));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_crew_does_every_tile_once(int threads)
    {
        using var crew = new Crew(threads);
        for (int run = 0; run < 2000; run++)
        {
            int tiles = run % 37;
            var work = new CountTiles();
            crew.Run(tiles, ref work);
            Assert.Equal((1L << tiles) - 1, work.Seen);
        }
    }

    private static NetworkPlan Plan(bool images) => Networks.Plan(
        new Shape(100), images ? ImageLayers : Layers, Optimizer, refine: spec => spec with { WeightClip = 0.2f, Average = new AverageSpec() });

    private static void Step(INetwork network, Batch[] parts, Batch gradient)
    {
        network.Infer(parts[0]);
        network.Infer(parts[0], WeightsKind.Average);
        network.Forward(parts, 1, keepTape: true);
        network.InputGradient(gradient);
        network.ForwardTraining(parts, 2);
        network.Backward(gradient, inputGradient: true);
        network.Step();
    }

    private static void Penalise(INetwork network, Batch items, Batch outward)
    {
        network.ForwardTraining(new ReadOnlySpan<Batch>(in items), 1);
        var slope = network.InputGradient(outward);
        network.BackwardInputGradient(outward, slope);
        network.Step();
    }

    private static (float[] Output, float[] Gradient, StepReport Report) Train(INetwork network, int step)
    {
        var output = network.ForwardTraining(
            [Networks.Items(network.Plan.Input, 61, (ulong)step), Networks.Items(network.Plan.Input, 40, (ulong)step + 50)], (ulong)step);
        float[] values = output.Values.ToArray();
        var gradient = network.Backward(Networks.Items(network.Plan.Output, output.Count, 9), inputGradient: true);
        return (values, gradient!.Values.ToArray(), network.Step());
    }

    private struct CountTiles : ITiledWork
    {
        public long Seen;

        public void Execute(int tile) => Interlocked.Add(ref Seen, 1L << tile);
    }

    // Bytes that each thread has allocated between its first and its last tile.
    private struct CountAllocations : ITiledWork
    {
        public static readonly long[] Start = new long[64];
        public static readonly long[] Grown = new long[64];

        public readonly void Execute(int tile)
        {
            int thread = Environment.CurrentManagedThreadId % 64;
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (Start[thread] == 0)
                Start[thread] = now + 1;
            else
                Grown[thread] = now + 1 - Start[thread];
        }
    }
}
