using GanActors.Devices;

namespace GanActors.Meters;

/// <summary>How a lane stands.</summary>
/// <param name="Device">Its device's name.</param>
/// <param name="Kind">What that is.</param>
/// <param name="Memory">Bytes of its memory; null if it does not tell.</param>
/// <param name="MemoryUsed">Bytes of it in use; null if it does not tell.</param>
/// <param name="Capacity">How many networks the lane takes.</param>
/// <param name="Networks">How many are on it.</param>
/// <param name="Queue">Commands that wait for it.</param>
/// <param name="BusySeconds">How long it was taken, all in all.</param>
public sealed record LaneReading(string Device, DeviceKind Kind, long? Memory, long? MemoryUsed, int Capacity, int Networks, int Queue, double BusySeconds);
