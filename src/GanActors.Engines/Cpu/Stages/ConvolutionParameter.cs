using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A convolution's weights of <c>[features, channels, kernel, kernel]</c> in panels <c>[kernel, kernel, channels]</c> deep and <c>[features]</c> across. PyTorch's
/// order is the same for a transposed convolution, whose inputs are the features.
/// </summary>
internal sealed class ConvolutionParameter(ParameterPlan plan, Panels panels, Geometry geometry) : Parameter(plan, panels.Size)
{
    public override Panels? Matrix => panels;

    protected override int Stored(int plain)
    {
        int taps = geometry.Kernel * geometry.Kernel;
        int tap = plain % taps, channel = plain / taps % geometry.Channels, feature = plain / taps / geometry.Channels;
        return (int)panels.IndexOf(tap * geometry.Channels + channel, feature);
    }
}
