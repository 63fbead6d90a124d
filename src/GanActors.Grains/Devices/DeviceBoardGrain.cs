using GanActors.Devices;
using GanActors.Duel;
using GanActors.Meters;

namespace GanActors.Grains.Devices;

/// <inheritdoc cref="IDeviceBoardGrain"/>
internal sealed class DeviceBoardGrain(SiloMeters meters) : Grain, IDeviceBoardGrain
{
    private readonly Allotment _allotment = new();

    /// <inheritdoc/>
    public Task Report(SiloDevices silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var now = DateTimeOffset.UtcNow;
        _allotment.Report(silo, now);
        meters.Board = _allotment.Look(now);
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

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // The next silo that has the board tells of it.
        meters.Board = null;
        return Task.CompletedTask;
    }
}
