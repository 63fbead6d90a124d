namespace GanActors.Engines.Torch;

/// <summary>How a device computes.</summary>
/// <param name="Threads">How many threads work on a step where the CPU does; at least 1. Devices that share cores want 1 each.</param>
/// <param name="TensorFloat32">
/// Whether a GPU's products may round their factors to TF32, ten bits of mantissa, for speed. libtorch has one switch a process: the last device that is made
/// decides for all.
/// </param>
public sealed record TorchOptions(int Threads = 1, bool TensorFloat32 = false);
