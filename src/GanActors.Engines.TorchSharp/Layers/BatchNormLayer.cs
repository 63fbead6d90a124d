using System.Globalization;
using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>
/// Batch normalisation, each part by itself. What training forwards see is folded into tensors of its own, which move the running statistics at the
/// step: running := kept * running + seen.
/// </summary>
internal sealed class BatchNormLayer : TorchLayer, IDisposable
{
    private static readonly Scalar Zero = 0f;

    private readonly BatchNorm _norm;
    private readonly Tensor _runningMean, _runningVariance, _seenMean, _seenVariance;
    private double _kept = 1;

    public BatchNormLayer(LayerPlan plan, BatchNorm norm, TorchDevice device)
        : base(plan)
    {
        _norm = norm;
        Channels = plan.Input[0];
        _runningMean = New(torch.zeros(Channels, torch.ScalarType.Float32, device.Device));
        _runningVariance = New(torch.ones(Channels, torch.ScalarType.Float32, device.Device));
        _seenMean = New(torch.zeros(Channels, torch.ScalarType.Float32, device.Device));
        _seenVariance = New(torch.zeros(Channels, torch.ScalarType.Float32, device.Device));
    }

    /// <summary>How many numbers each statistic has.</summary>
    public int Channels { get; }

    /// <summary>Name and values of the running statistics.</summary>
    public IEnumerable<(string Name, Tensor Values)> Statistics =>
    [
        (string.Create(CultureInfo.InvariantCulture, $"{Plan.Index}.running_mean"), _runningMean),
        (string.Create(CultureInfo.InvariantCulture, $"{Plan.Index}.running_var"), _runningVariance),
    ];

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass)
    {
        if (pass.Mode == PassMode.Inference)
            return torch.nn.functional.batch_norm(x, _runningMean, _runningVariance, weights.Weight, weights.Bias, training: false, _norm.Momentum, _norm.Epsilon);
        return pass.EachPart(x, part =>
        {
            // One number a channel has no unbiased variance; ours is 0, libtorch's none.
            bool seen = pass.Mode == PassMode.Training, single = part.numel() == Channels;
            if (seen)
                _kept *= 1 - _norm.Momentum;
            if (seen && single)
            {
                using var still = torch.no_grad();
                _seenMean.mul_(1 - _norm.Momentum).add_(part.detach().view(-1), _norm.Momentum);
                _seenVariance.mul_(1 - _norm.Momentum);
                seen = false;
            }

            return torch.nn.functional.batch_norm(
                part, seen ? _seenMean : null, seen ? _seenVariance : null, weights.Weight, weights.Bias, training: true, _norm.Momentum, _norm.Epsilon);
        });
    }

    /// <summary>A number that is 0 if all that was seen is finite, and none else.</summary>
    public Tensor Check() => _seenMean.mul(Zero).sum().add_(_seenVariance.mul(Zero).sum());

    /// <summary>Moves the running statistics.</summary>
    public void Step()
    {
        if (_kept == 1)
            return;
        using Scalar kept = _kept;
        _runningMean.mul_(kept).add_(_seenMean);
        _runningVariance.mul_(kept).add_(_seenVariance);
        Forget();
    }

    /// <summary>Drops what was seen.</summary>
    public void Forget()
    {
        _kept = 1;
        _seenMean.zero_();
        _seenVariance.zero_();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runningMean.Dispose();
        _runningVariance.Dispose();
        _seenMean.Dispose();
        _seenVariance.Dispose();
    }

    private static Tensor New(Tensor tensor) => tensor.DetachFromDisposeScope();
}
