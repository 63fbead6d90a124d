using GanActors.Engines.Torch.Memory;
using GanActors.Networks;
using GanActors.Randomness;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch;

/// <summary>
/// Spectral normalisation of one layer's weight: W / sigma, sigma = u^T W v. As in the CPU engine u and v move once after each step; the gradient goes
/// through sigma with u and v held constant.
/// </summary>
internal sealed class SpectralNorm : IDisposable
{
    private readonly bool _transposed;
    private readonly int _outputs, _rest;
    private readonly Tensor _u, _v;

    public SpectralNorm(LayerPlan layer, TorchDevice device)
    {
        Layer = layer;
        _transposed = layer.Layer is ConvTranspose2d;
        (_outputs, _rest) = SpectralWeight.Matrix(layer);
        _u = torch.zeros(_outputs, torch.ScalarType.Float32, device.Device).DetachFromDisposeScope();
        _v = torch.zeros(_rest, torch.ScalarType.Float32, device.Device).DetachFromDisposeScope();
    }

    /// <summary>The layer.</summary>
    public LayerPlan Layer { get; }

    /// <summary>Names, shapes and values of u and v.</summary>
    public IEnumerable<(string Name, Shape Shape, Tensor Values)> Vectors =>
    [
        (SpectralWeight.NameOfU(Layer), new Shape(_outputs), _u),
        (SpectralWeight.NameOfV(Layer), new Shape(_rest), _v),
    ];

    /// <summary>Random directions, and the first iterations.</summary>
    public void Initialise(RandomStream directions, Tensor weight)
    {
        float[] numbers = new float[_outputs + _rest];
        directions.Normal(numbers);
        HostCopy.Upload(numbers.AsSpan(0, _outputs), _u);
        HostCopy.Upload(numbers.AsSpan(_outputs), _v);
        ToLengthOne(_u);
        ToLengthOne(_v);
        for (int i = 0; i < SpectralWeight.FirstIterations; i++)
            Iterate(weight);
    }

    /// <summary>One power iteration: u := W v, v := W^T u, each of length 1.</summary>
    public void Iterate(Tensor weight)
    {
        var matrix = Matrix(weight);
        _u.copy_(matrix.mv(_v));
        ToLengthOne(_u);
        _v.copy_(matrix.t().mv(_u));
        ToLengthOne(_v);
    }

    /// <summary>W / sigma.</summary>
    public Tensor Normalise(Tensor weight) => weight.div(_u.dot(Matrix(weight).mv(_v)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _u.Dispose();
        _v.Dispose();
    }

    private static void ToLengthOne(Tensor vector) => vector.div_(vector.norm().clamp(min: SpectralWeight.SmallestNorm));

    private Tensor Matrix(Tensor weight) => (_transposed ? weight.transpose(0, 1) : weight).reshape(_outputs, _rest);
}
