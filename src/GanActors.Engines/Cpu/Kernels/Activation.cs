using GanActors.Networks;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>The activations whose derivative can be had from their result, so that they may overwrite their argument.</summary>
internal enum ActivationKind
{
    None,
    Relu,
    LeakyRelu,
    Elu,
    Tanh,
    Sigmoid,
    Softplus,
}

/// <summary>An activation that is applied where its argument was made.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Alpha">The slope of a leaky ReLU; alpha of ELU and SELU.</param>
/// <param name="Scale">The scale of SELU.</param>
internal readonly record struct Activation(ActivationKind Kind, float Alpha = 0f, float Scale = 1f)
{
    // Klambauer et al., 2017.
    private const float SeluAlpha = 1.6732632423543772f;
    private const float SeluScale = 1.0507009873554805f;

    /// <summary>Whether its slope changes other than in jumps, so that it has a second derivative.</summary>
    public bool IsCurved => Kind is ActivationKind.Elu or ActivationKind.Tanh or ActivationKind.Sigmoid or ActivationKind.Softplus;

    /// <summary>The activation a layer asks for, or none if it is no such layer.</summary>
    public static Activation Of(Layer layer) => layer switch
    {
        Relu => new(ActivationKind.Relu),
        // With a negative slope the sign of the result says nothing about that of the argument.
        LeakyRelu { Slope: > 0f } leaky => new(ActivationKind.LeakyRelu, leaky.Slope),
        LeakyRelu { Slope: 0f } => new(ActivationKind.Relu),
        Elu { Alpha: > 0f } elu => new(ActivationKind.Elu, elu.Alpha),
        Selu => new(ActivationKind.Elu, SeluAlpha, SeluScale),
        Tanh => new(ActivationKind.Tanh),
        Sigmoid => new(ActivationKind.Sigmoid),
        Softplus => new(ActivationKind.Softplus),
        _ => default,
    };
}
