#if CUDA
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace GanActors.Engines.Torch;

/// <summary>A GPU's name and memory, which TorchSharp does not tell, from the driver.</summary>
internal static unsafe partial class CudaDriver
{
    private const int Success = 0, LongestName = 256;

    /// <summary>What is known of a GPU.</summary>
    public static TorchPlace Describe(int index)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
        try
        {
            byte* name = stackalloc byte[LongestName];
            if (Initialise(0) != Success || GetDevice(out int device, index) != Success || GetName(name, LongestName, device) != Success)
                return new TorchPlace(place, true, index, null);
            string model = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
            return new TorchPlace($"{place} {model}", true, index, GetMemory(out nuint bytes, device) == Success ? (long)bytes : null);
        }
        catch (DllNotFoundException)
        {
            return new TorchPlace(place, true, index, null);
        }
    }

    [LibraryImport("libcuda.so.1", EntryPoint = "cuInit")]
    private static partial int Initialise(uint flags);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuDeviceGet")]
    private static partial int GetDevice(out int device, int ordinal);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuDeviceGetName")]
    private static partial int GetName(byte* name, int length, int device);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int GetMemory(out nuint bytes, int device);
}
#endif
