using System.Runtime.InteropServices;
using GanActors.Benchmarks;
using GanActors.Networks;
using TorchSharp;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Torch.Benchmarks;

/// <summary>
/// The same duel as TorchSharp's own users write it: modules in a sequence, its Adam, losses and zero_grad, one dispose scope an iteration. Real and fake are judged
/// apart where a batch norm must see them apart, else together.
/// </summary>
internal sealed class HandLoop : IDisposable
{
    private const int Items = DuelInput.Items;

    private readonly DuelInput _input;
    private readonly Module _generator, _discriminator;
    private readonly torch.optim.Optimizer _ofGenerator, _ofDiscriminator;
    private readonly bool _together;
    private readonly long[] _image;
    private readonly Tensor _ones = torch.ones(Items, 1), _zeros = torch.zeros(Items, 1), _both;

    public HandLoop(Work work)
    {
        torch.set_num_threads(1);
        _input = new DuelInput(work);
        _generator = Build(work.Generator);
        _discriminator = Build(work.Discriminator);
        _ofGenerator = torch.optim.Adam(_generator.parameters(), 2e-4, 0.5, 0.999);
        _ofDiscriminator = torch.optim.Adam(_discriminator.parameters(), 2e-4, 0.5, 0.999);
        _together = work.Discriminator.Layers.All(layer => layer.Layer is not BatchNorm);
        _image = [Items, .. work.Discriminator.Input.Dimensions.Select(size => (long)size)];
        _both = torch.cat([_ones, _zeros]);
        // The same start as the engine's.
        using var device = new Engines.Torch.TorchDevice(Engines.Torch.TorchPlace.Cpu);
        Start(device, work.Generator, _generator);
        Start(device, work.Discriminator, _discriminator);
    }

    /// <summary>The last iteration's losses, added.</summary>
    public double Losses { get; private set; }

    public void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            using var scope = torch.NewDisposeScope();
            var real = Upload(_input.Reals(_input.Next()), _image);
            var fakes = _generator.call(Upload(_input.Noise, [Items, _input.Noise.Length / Items]));

            foreach (var parameter in _discriminator.parameters())
                parameter.requires_grad = true;
            _discriminator.zero_grad();
            Tensor ofDiscriminator;
            if (_together)
            {
                // The mean over both halves, twice: the sum of both means.
                ofDiscriminator = torch.nn.functional.binary_cross_entropy_with_logits(_discriminator.call(torch.cat([real, fakes.detach()])), _both) * 2;
            }
            else
            {
                ofDiscriminator = torch.nn.functional.binary_cross_entropy_with_logits(_discriminator.call(real), _ones)
                    + torch.nn.functional.binary_cross_entropy_with_logits(_discriminator.call(fakes.detach()), _zeros);
            }

            ofDiscriminator.backward();
            _ofDiscriminator.step();

            foreach (var parameter in _discriminator.parameters())
                parameter.requires_grad = false;
            _generator.zero_grad();
            var ofGenerator = torch.nn.functional.binary_cross_entropy_with_logits(_discriminator.call(fakes), _ones);
            ofGenerator.backward();
            _ofGenerator.step();
            Losses = ofDiscriminator.item<float>() + ofGenerator.item<float>();
        }
    }

    public void Dispose()
    {
        _ofGenerator.Dispose();
        _ofDiscriminator.Dispose();
        _generator.Dispose();
        _discriminator.Dispose();
        _ones.Dispose();
        _zeros.Dispose();
        _both.Dispose();
    }

    private static Tensor Upload(float[] values, long[] shape)
    {
        var tensor = torch.empty(shape);
        tensor.bytes = MemoryMarshal.AsBytes(values.AsSpan());
        return tensor;
    }

    private static Module Build(NetworkPlan plan) => torch.nn.Sequential(plan.Layers.Select(Layer).ToArray());

    private static Module Layer(LayerPlan plan) => plan.Layer switch
    {
        Dense dense => torch.nn.Linear(plan.Input.Size, dense.Units),
        Conv2d conv => torch.nn.Conv2d(plan.Input[0], conv.Channels, conv.Kernel, conv.Stride, conv.Padding.Amount),
        ConvTranspose2d conv => torch.nn.ConvTranspose2d(plan.Input[0], conv.Channels, conv.Kernel, conv.Stride, conv.Padding.Amount),
        BatchNorm when plan.Input.IsImage => torch.nn.BatchNorm2d(plan.Input[0]),
        BatchNorm => torch.nn.BatchNorm1d(plan.Input[0]),
        LeakyRelu leaky => torch.nn.LeakyReLU(leaky.Slope, inplace: true),
        Relu => torch.nn.ReLU(inplace: true),
        Tanh => torch.nn.Tanh(),
        Flatten => torch.nn.Flatten(),
        Reshape reshape => torch.nn.Unflatten(1, [.. reshape.Shape.Dimensions.Select(size => (long)size)]),
        _ => throw new NotSupportedException($"This benchmark has no {plan.Layer}."),
    };

    private static void Start(Engines.Torch.TorchDevice device, NetworkPlan plan, Module module)
    {
        using var network = device.Create(plan, Items, 1);
        var state = network.Save().Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        using var still = torch.no_grad();
        foreach (var (name, parameter) in module.named_parameters())
            parameter.bytes = MemoryMarshal.AsBytes(state[name].Values.ToArray().AsSpan());
    }
}
