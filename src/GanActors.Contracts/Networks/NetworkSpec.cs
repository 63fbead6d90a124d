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

/// <summary>A network as a recipe writes it.</summary>
/// <param name="Layers">From input to output.</param>
/// <param name="Optimizer">What moves its weights.</param>
/// <param name="Initializer">How its weights start.</param>
[GenerateSerializer, Immutable, Alias("gan.network-spec")]
public sealed record NetworkSpec(ImmutableArray<Layer> Layers, OptimizerSpec Optimizer, Initializer Initializer = Initializer.PyTorch)
{
    /// <summary>Whether both say the same, layer by layer.</summary>
    public bool Equals(NetworkSpec? other) =>
        other is not null
        && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan())
        && Optimizer == other.Optimizer
        && Initializer == other.Initializer;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var layer in Layers.AsSpan())
            hash.Add(layer);
        hash.Add(Optimizer);
        hash.Add(Initializer);
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
    float Alpha = 0.99f);
