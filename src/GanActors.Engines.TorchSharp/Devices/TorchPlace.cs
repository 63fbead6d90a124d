namespace GanActors.Engines.Torch;

/// <summary>Something libtorch can compute on.</summary>
/// <param name="Name">For example <c>cpu</c> or <c>cuda:0 NVIDIA L4</c>.</param>
/// <param name="IsGpu">Whether it is a CUDA GPU.</param>
/// <param name="Index">Its number among the GPUs; 0 for the CPU.</param>
/// <param name="MemoryBytes">Memory of its own; null for the CPU, which has the machine's, and where the driver does not say.</param>
public sealed record TorchPlace(string Name, bool IsGpu, int Index, long? MemoryBytes)
{
    /// <summary>The CPU.</summary>
    public static TorchPlace Cpu { get; } = new("cpu", false, 0, null);
}
