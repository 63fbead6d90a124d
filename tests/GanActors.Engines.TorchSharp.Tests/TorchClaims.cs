namespace GanActors.Engines.Tests.Conformance;

/// <summary>The TorchSharp engine's optimisers.</summary>
public sealed class TorchOptimizerTests : OptimizerConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's gradients.</summary>
public sealed class TorchGradientTests : GradientConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's state.</summary>
public sealed class TorchNetworkStateTests : NetworkStateConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's guard.</summary>
public sealed class TorchNonFiniteGuardTests : NonFiniteGuardConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's spectral normalisation.</summary>
public sealed class TorchSpectralNormTests : SpectralNormConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's second derivatives.</summary>
public sealed class TorchSecondDerivativeTests : SecondDerivativeConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's moving average.</summary>
public sealed class TorchMovingAverageTests : MovingAverageConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's clipping.</summary>
public sealed class TorchClippingTests : ClippingConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's dropout.</summary>
public sealed class TorchDropoutTests : DropoutConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();
}

/// <summary>The TorchSharp engine's classes.</summary>
public sealed class TorchClassInputTests : ClassInputConformance
{
    protected override float BatchTolerance => 1e-6f;

    protected override IDevice CreateDevice() => Torches.Cpu();
}
