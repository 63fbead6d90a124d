using BenchmarkDotNet.Attributes;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Benchmarks;

/// <summary>One layer of a DCGAN's middle, forward and back, at batch 64: what a layer costs beside the convolutions.</summary>
[MemoryDiagnoser]
public class Layers
{
    private const int Items = 64;
    private static readonly Shape Map = new(64, 14, 14);

    private CpuDevice _device = null!;
    private INetwork _network = null!;
    private Batch _input = null!;
    private Batch _gradient = null!;

    [Params("batch_norm", "layer_norm", "instance_norm", "leaky_relu", "tanh", "gelu", "dropout", "upsample", "avg_pool2d")]
    public string Layer { get; set; } = string.Empty;

    [GlobalSetup]
    public void Prepare()
    {
        Layer layer = Layer switch
        {
            "batch_norm" => new BatchNorm(),
            "layer_norm" => new LayerNorm(),
            "instance_norm" => new InstanceNorm(),
            "leaky_relu" => new LeakyRelu(0.2f),
            "tanh" => new Tanh(),
            "gelu" => new Gelu(),
            "dropout" => new Dropout(),
            "upsample" => new Upsample(),
            "avg_pool2d" => new AvgPool2d(),
            _ => throw new ArgumentException($"No layer '{Layer}'."),
        };
        // A convolution in front, of one tap, lets the layer work on images as it does inside a network.
        Layer[] layers = [new Conv2d(64, 1), layer];
        var shape = Layer switch { "upsample" => new Shape(64, 28, 28), "avg_pool2d" => new Shape(64, 7, 7), _ => Map };
        var plan = NetworkPlan.Infer(NetworkRole.Generator, new NetworkSpec([.. layers], new OptimizerSpec()), Map, shape);
        _device = new CpuDevice();
        _network = _device.Create(plan, Items, seed: 1);
        _input = Filled(Map);
        _gradient = Filled(shape);
    }

    [GlobalCleanup]
    public void End() => _device.Dispose();

    [Benchmark]
    public void Forward() => _network.ForwardTraining([_input], 1);

    [Benchmark]
    public void ForwardAndBack()
    {
        _network.ForwardTraining([_input], 1);
        _network.InputGradient(_gradient);
    }

    private static Batch Filled(Shape shape)
    {
        float[] values = new float[Items * shape.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = (i % 23 - 11) * 0.1f;
        return new Batch(shape, Items, values);
    }
}
