namespace GanActors.Server.Engines;

/// <summary>What computes on a silo's lanes.</summary>
public enum EngineKind
{
    /// <summary>Our own, on CPUs: the same bits every time.</summary>
    Cpu,

    /// <summary>libtorch, on the GPUs it finds, else on CPUs: the same within rounding.</summary>
    Torch,
}
