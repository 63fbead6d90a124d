using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Convolutions.Winograd;

namespace GanActors.Engines.Tests;

/// <summary>Devices of the CPU engine on the registers that this machine has.</summary>
internal static class CpuPaths
{
    /// <summary>Every path that this machine has.</summary>
    public static TheoryData<VectorPath> Paths()
    {
        var paths = new TheoryData<VectorPath>();
        foreach (var path in Enum.GetValues<VectorPath>())
            paths.Add(path);
        return paths;
    }

    /// <summary>A device of a path, or a skipped test.</summary>
    internal static CpuDevice Device(VectorPath path, int threads = 1, Func<Geometry, WinogradTiling?>? fastTiling = null)
    {
        if (!VectorPaths.IsSupported(path))
            Assert.Skip($"This machine does not have the registers of the {path} path.");
        return new CpuDevice(threads, path) { FastTiling = fastTiling ?? WinogradTiling.Best };
    }
}
