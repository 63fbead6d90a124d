using GanActors.Engines.Torch;
using GanActors.Engines.Torch.Memory;
using GanActors.Networks;
using TorchSharp;
using Padding = GanActors.Networks.Padding;

namespace GanActors.Engines.Tests;

/// <summary>What is left on the thread and on the device after a command.</summary>
public sealed class TensorLifeTests
{
    private static readonly Shape Input = new(2, 8, 8);

    // Every layer that keeps something, and every way a step can go.
    private static readonly Layer[] Layers =
    [
        new ClassInput(1), new Conv2d(6, 4, 2, Padding.Of(1), SpectralNorm: true), new LeakyRelu(0.2f), new Dropout(0.2f), new Dropout2d(0.1f), new InstanceNorm(Affine: true),
        new Flatten(), new Dense(8), new LayerNorm(), new Tanh(), new Dense(1, SpectralNorm: true),
    ];

    private static readonly Layer[] CoupledLayers = [new Conv2d(6, 4, 2, Padding.KerasSame), new BatchNorm(), new Relu(), new MinibatchStdDev(), new Flatten(), new Dense(1)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_thousand_steps_leak_no_tensor(bool penalised)
    {
        using var device = Torches.Cpu();
        using var network = Create(device, penalised ? Layers : CoupledLayers);
        Train(network, 0, 5, penalised);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(network, 5, 1000, penalised);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_disposed_network_leaves_no_tensor_and_its_batches_stay_good()
    {
        using var device = Torches.Cpu();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Batch output;
        float[] expected;
        using (var network = Create(device, Layers))
        {
            Train(network, 0, 2, penalised: true);
            output = network.Infer(Networks.Items(Input, 4, 1));
            expected = network.Infer(Networks.Items(Input, 4, 1)).Values.ToArray();
            // Nobody has looked at the first yet, and a tape is open.
            network.ForwardTraining([Networks.Items(Input, 4, 1)], 0);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(expected, output.Values.ToArray());
    }

    [Fact]
    public void A_step_that_is_refused_leaks_no_tensor()
    {
        using var device = Torches.Cpu();
        using var network = Create(device, CoupledLayers);
        var bad = new Batch(new Shape(1), 4, new[] { 1f, float.NaN, 1f, 1f });
        // Both places that batches are handed out from are taken.
        Refuse();
        Refuse();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 20; i++)
            Refuse();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Refuse()
        {
            network.ForwardTraining([Networks.Items(Input, 4, 1)], 0);
            network.Backward(bad, inputGradient: false);
            Assert.Throws<NonFiniteException>(() => network.Step());
        }
    }

    [Fact]
    public void A_command_leaves_the_threads_grad_mode_and_scopes_as_they_were()
    {
        using var device = Torches.Cpu();
        using var network = Create(device, Layers);
        foreach (bool enabled in new[] { true, false })
        {
            using var mode = torch.set_grad_enabled(enabled);
            using var scope = torch.NewDisposeScope();
            using var own = torch.zeros(3);
            Train(network, 0, 1, penalised: true);
            network.Load(network.Save());
            Assert.Throws<ArgumentException>(() => network.ForwardTraining([Networks.Items(new Shape(3), 4, 1)], 0));
            Assert.Equal(enabled, torch.is_grad_enabled());
            Assert.Equal(1, scope.DisposablesCount);
        }
    }

    [Fact]
    public void A_device_wants_one_thread_and_works_on_any()
    {
        using var device = Torches.Cpu();
        Assert.True(device.IsBoundToThread);
        using var moved = Create(device, Layers);
        using var stayed = Create(device, Layers);
        for (int step = 0; step < 4; step++)
        {
            int now = step;
            var thread = new Thread(() => Train(moved, now, 1, penalised: true));
            thread.Start();
            thread.Join();
            Train(stayed, step, 1, penalised: true);
        }

        foreach (var (expected, actual) in stayed.Save().Tensors.Zip(moved.Save().Tensors))
            Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
    }

    [Fact]
    public void A_batch_of_the_same_device_is_taken_where_it_is()
    {
        using var device = Torches.Cpu();
        using var maker = device.Create(Networks.Plan(new Shape(6), [new Dense(4)]), 4, 1);
        using var taker = device.Create(Networks.Plan(new Shape(4), [new Dense(3)]), 4, 1);
        var made = maker.Infer(Networks.Items(new Shape(6), 4, 1)).Of(new byte[4]);
        using (torch.NewDisposeScope())
        {
            Assert.NotNull(DeviceMemory.Behind(made.Values));
            Assert.Equal(4, DeviceMemory.Behind(made.Values[4..8])!.numel());
        }

        float[] there = taker.Infer(made).Values.ToArray();
        var copied = new Batch(made.Item, made.Count, made.Values.ToArray());
        Assert.Equal(taker.Infer(copied).Values.ToArray(), there);
        float[] both = taker.Forward([made, copied], 0, keepTape: false).Values.ToArray();
        Assert.Equal([.. there, .. there], both);
    }

    [Fact]
    public void The_machines_devices_begin_with_its_CPU()
    {
        using var device = Torches.Cpu();
        var places = TorchDevices.Find();
        Assert.Equal(TorchPlace.Cpu, places[0]);
        Assert.All(places.Skip(1), place => Assert.True(place.IsGpu));
        Assert.Equal("torch cpu (1 thread)", device.Name);
    }

    private static INetwork Create(TorchDevice device, Layer[] layers) => device.Create(
        Networks.Plan(Input, layers, new OptimizerSpec(WeightDecay: 0.01f, ClipNorm: 1f, ClipValue: 0.5f), refine: spec => spec with { Average = new AverageSpec(), WeightClip = 1f }), 4, 1);

    private static void Train(INetwork network, int from, int steps, bool penalised)
    {
        var items = Networks.Items(Input, 4, 1);
        var outward = Networks.Items(new Shape(1), 4, 2);
        for (int step = from; step < from + steps; step++)
        {
            network.Forward([items], (ulong)step, keepTape: true);
            network.InputGradient(outward);
            network.Infer(items, WeightsKind.Average);
            network.ForwardTraining([items], (ulong)step);
            network.Backward(outward, inputGradient: true);
            if (penalised)
            {
                var slope = network.InputGradient(outward);
                network.BackwardInputGradient(outward, slope);
            }

            network.Step();
        }
    }
}
