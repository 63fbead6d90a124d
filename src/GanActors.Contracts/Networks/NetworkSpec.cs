using System.Collections.Immutable;

namespace GanActors.Networks;

/// <summary>Which of the two players a network is.</summary>
public enum NetworkRole
{
    /// <summary>Noise to images.</summary>
    Generator,

    /// <summary>Images to one logit: large for real, small for fake.</summary>
    Discriminator,
}

/// <summary>How weights start. Biases start at zero except PyTorch's.</summary>
public enum Initializer
{
    /// <summary>PyTorch's defaults: weights and biases uniform in +-1/sqrt(fan-in).</summary>
    PyTorch,

    /// <summary>N(0, 0.02); batch-norm weights N(1, 0.02) (Radford, Metz and Chintala, 2016).</summary>
    Dcgan,

    /// <summary>Uniform in +-sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010): Keras' default.</summary>
    Glorot,

    /// <summary>N(0, 2 / fan-in) (He et al., 2015).</summary>
    He,

    /// <summary>N(0, 1 / fan-in) (LeCun et al., 1998): SELU's.</summary>
    LeCun,
}

/// <summary>How convolutions are computed.</summary>
public enum ConvolutionKind
{
    /// <summary>
    /// With fewer multiplications where the shape allows it (Winograd's minimal filtering: Lavin and Gray, 2016), at the cost of a few more
    /// units of rounding error.
    /// </summary>
    Fast,

    /// <summary>As they are written: every product is computed.</summary>
    Direct,
}

/// <summary>An exponential moving average of a network's weights: average = d average + (1 - d) weights after every step.</summary>
/// <param name="Decay">d, in [0, 1).</param>
/// <param name="RampUp">
/// How slowly the decay is reached, at least 1: after step t, counted from 1, d is the smaller of <paramref name="Decay"/> and
/// (1 + t) / (<paramref name="RampUp"/> + t), so that the average does not remember the initial weights; 1 is no ramp.
/// </param>
[GenerateSerializer, Immutable, Alias("gan.average-spec")]
public sealed record AverageSpec(float Decay = 0.999f, float RampUp = 10f);

/// <summary>Which of a network's weights are meant.</summary>
public enum WeightsKind
{
    /// <summary>Those that train.</summary>
    Current,

    /// <summary>Their moving average.</summary>
    Average,
}

/// <summary>A network as a recipe writes it.</summary>
/// <param name="Layers">From input to output.</param>
/// <param name="Optimizer">What moves its weights.</param>
/// <param name="Initializer">How its weights start.</param>
/// <param name="Convolutions">How its convolutions are computed.</param>
/// <param name="Average">The moving average of its weights; null for none.</param>
/// <param name="WeightClip">After every step each weight is brought into +-this (Arjovsky, Chintala and Bottou, 2017); 0 for no clipping.</param>
/// <param name="Pack">How many items the discriminator judges together, channel after channel (PacGAN: Lin et al., 2018); 1 for each alone.</param>
[GenerateSerializer, Immutable, Alias("gan.network-spec")]
public sealed record NetworkSpec(
    ImmutableArray<Layer> Layers,
    OptimizerSpec Optimizer,
    Initializer Initializer = Initializer.PyTorch,
    ConvolutionKind Convolutions = ConvolutionKind.Fast,
    AverageSpec? Average = null,
    float WeightClip = 0f,
    int Pack = 1)
{
    /// <summary>Whether one of the layers asks for the items' classes.</summary>
    public bool TakesClasses => Layers.Any(layer => layer is ClassInput);

    /// <summary>Whether both say the same, layer by layer.</summary>
    public bool Equals(NetworkSpec? other) =>
        other is not null
        && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan())
        && Optimizer == other.Optimizer
        && Initializer == other.Initializer
        && Convolutions == other.Convolutions
        && Average == other.Average
        && WeightClip.Equals(other.WeightClip)
        && Pack == other.Pack;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var layer in Layers.AsSpan())
            hash.Add(layer);
        hash.Add(Optimizer);
        hash.Add(Initializer);
        hash.Add(Convolutions);
        hash.Add(Average);
        hash.Add(WeightClip);
        hash.Add(Pack);
        return hash.ToHashCode();
    }
}

/// <summary>The optimisers.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma and Ba, 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,

    /// <summary>Tieleman and Hinton, 2012.</summary>
    RmsProp,

    /// <summary>Stochastic gradient descent, with momentum if any.</summary>
    Sgd,
}

/// <summary>An optimiser and its constants, PyTorch's meaning and defaults.</summary>
/// <param name="Kind">Which.</param>
/// <param name="LearningRate">Step size, above 0.</param>
/// <param name="Beta1">Adam: decay of the first moment.</param>
/// <param name="Beta2">Adam: decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="WeightDecay">L2 decay; decoupled for AdamW.</param>
/// <param name="Momentum">SGD and RMSprop.</param>
/// <param name="Nesterov">SGD: Nesterov's momentum.</param>
/// <param name="Alpha">RMSprop: decay of the second moment.</param>
/// <param name="ClipNorm">Gradients are scaled down to this Euclidean norm over all parameters if theirs is larger; 0 for no clipping.</param>
/// <param name="ClipValue">Each gradient is brought into +-this, before <paramref name="ClipNorm"/> looks; 0 for no clipping.</param>
/// <param name="Schedule">How the learning rate changes; null for not at all.</param>
[GenerateSerializer, Immutable, Alias("gan.optimizer-spec")]
public sealed record OptimizerSpec(
    OptimizerKind Kind = OptimizerKind.Adam,
    float LearningRate = 0.0002f,
    float Beta1 = 0.9f,
    float Beta2 = 0.999f,
    float Epsilon = 1e-8f,
    float WeightDecay = 0f,
    float Momentum = 0f,
    bool Nesterov = false,
    float Alpha = 0.99f,
    float ClipNorm = 0f,
    float ClipValue = 0f,
    LearningRateSchedule? Schedule = null);
