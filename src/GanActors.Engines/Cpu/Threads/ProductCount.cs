namespace GanActors.Engines.Cpu.Threads;

/// <summary>
/// Multiply-adds that a crew has done, an addition a product. Kernels that multiply rows go forward or back to an input, whichever their caller is
/// about; those that multiply columns make weight gradients.
/// </summary>
internal sealed class ProductCount
{
    /// <summary>Forward and back to an input.</summary>
    public long Rows { get; set; }

    /// <summary>Weight gradients.</summary>
    public long Columns { get; set; }
}
