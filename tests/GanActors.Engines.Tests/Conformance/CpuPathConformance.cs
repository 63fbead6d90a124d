using GanActors.Engines.Cpu;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>The CPU engine's optimisers on 128-bit registers.</summary>
public sealed class PortableOptimizerTests : OptimizerConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Portable);
}

/// <summary>The CPU engine's optimisers on AVX2.</summary>
public sealed class Avx2OptimizerTests : OptimizerConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx2);
}

/// <summary>The CPU engine's optimisers on AVX-512.</summary>
public sealed class Avx512OptimizerTests : OptimizerConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx512);
}

/// <summary>The CPU engine's gradients on 128-bit registers.</summary>
public sealed class PortableGradientTests : GradientConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Portable);
}

/// <summary>The CPU engine's gradients on AVX2.</summary>
public sealed class Avx2GradientTests : GradientConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx2);
}

/// <summary>The CPU engine's gradients on AVX-512.</summary>
public sealed class Avx512GradientTests : GradientConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx512);
}

/// <summary>The CPU engine's second derivatives on 128-bit registers.</summary>
public sealed class PortableSecondDerivativeTests : SecondDerivativeConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Portable);
}

/// <summary>The CPU engine's second derivatives on AVX2.</summary>
public sealed class Avx2SecondDerivativeTests : SecondDerivativeConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx2);
}

/// <summary>The CPU engine's second derivatives on AVX-512.</summary>
public sealed class Avx512SecondDerivativeTests : SecondDerivativeConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx512);
}

/// <summary>The CPU engine's clipping on 128-bit registers.</summary>
public sealed class PortableClippingTests : ClippingConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Portable);
}

/// <summary>The CPU engine's clipping on AVX2.</summary>
public sealed class Avx2ClippingTests : ClippingConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx2);
}

/// <summary>The CPU engine's clipping on AVX-512.</summary>
public sealed class Avx512ClippingTests : ClippingConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx512);
}

/// <summary>The CPU engine's state on 128-bit registers.</summary>
public sealed class PortableNetworkStateTests : NetworkStateConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Portable);
}

/// <summary>The CPU engine's state on AVX2.</summary>
public sealed class Avx2NetworkStateTests : NetworkStateConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx2);
}

/// <summary>The CPU engine's state on AVX-512.</summary>
public sealed class Avx512NetworkStateTests : NetworkStateConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(VectorPath.Avx512);
}
