using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>The CPU engine's guard, on two threads.</summary>
public sealed class CpuNonFiniteGuardTests : NonFiniteGuardConformance
{
    protected override IDevice CreateDevice() => new CpuDevice(2);
}

/// <summary>The CPU engine's spectral normalisation, on two threads.</summary>
public sealed class CpuSpectralNormTests : SpectralNormConformance
{
    protected override IDevice CreateDevice() => new CpuDevice(2);
}

/// <summary>The CPU engine's moving average, on two threads.</summary>
public sealed class CpuMovingAverageTests : MovingAverageConformance
{
    protected override IDevice CreateDevice() => new CpuDevice(2);
}

/// <summary>The CPU engine's dropout, on two threads.</summary>
public sealed class CpuDropoutTests : DropoutConformance
{
    protected override IDevice CreateDevice() => new CpuDevice(2);
}

/// <summary>The CPU engine's classes, on two threads.</summary>
public sealed class CpuClassInputTests : ClassInputConformance
{
    protected override IDevice CreateDevice() => new CpuDevice(2);
}

/// <summary>What only the CPU engine refuses.</summary>
public sealed class CpuRefusalTests
{
    [Fact]
    public void A_layer_the_engine_cannot_run_is_named()
    {
        using var device = new CpuDevice();
        var plan = Networks.Plan(new Shape(4), [new Dense(6), new LeakyRelu(-0.5f)]);

        var error = Assert.Throws<NotSupportedException>(() => device.Create(plan, 2, 1));

        Assert.Contains("layer 1 (leaky_relu)", error.Message, StringComparison.Ordinal);
        Assert.False(CpuDevice.Supports(plan.Layers[1].Layer));
    }
}
