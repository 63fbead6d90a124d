using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanActors.Engines.Cpu;

/// <summary>Which registers the kernels use; chosen once, when a device is made.</summary>
public enum VectorPath
{
    /// <summary>Four floats, on whatever the machine has: SSE, NEON, WebAssembly.</summary>
    Portable,

    /// <summary>Eight floats: AVX2 and FMA.</summary>
    Avx2,

    /// <summary>Sixteen floats: AVX-512 F, BW, CD, DQ and VL.</summary>
    Avx512,
}

/// <summary>What this machine can run.</summary>
public static class VectorPaths
{
    /// <summary>The widest path of this machine.</summary>
    public static VectorPath Best => IsSupported(VectorPath.Avx512) ? VectorPath.Avx512 : IsSupported(VectorPath.Avx2) ? VectorPath.Avx2 : VectorPath.Portable;

    /// <summary>Whether this machine can run a path.</summary>
    public static bool IsSupported(VectorPath path) => path switch
    {
        VectorPath.Avx512 => Avx512F.IsSupported && Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated,
        VectorPath.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
