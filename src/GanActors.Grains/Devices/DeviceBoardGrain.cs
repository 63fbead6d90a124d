using GanActors.Devices;
using GanActors.Duel;

namespace GanActors.Grains.Devices;

/// <inheritdoc cref="IDeviceBoardGrain"/>
internal sealed class DeviceBoardGrain : Grain, IDeviceBoardGrain
{
    private readonly Allotment _allotment = new();

    /// <inheritdoc/>
    public Task Report(SiloDevices silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        _allotment.Report(silo, DateTimeOffset.UtcNow);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<LeaseAnswer> Lease(RunId run, DeviceWish wish) => Task.FromResult(_allotment.Lease(run, wish, DateTimeOffset.UtcNow));

    /// <inheritdoc/>
    public Task Return(RunId run)
    {
        _allotment.Return(run, DateTimeOffset.UtcNow);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DeviceBoard> Look() => Task.FromResult(_allotment.Look(DateTimeOffset.UtcNow));
}
