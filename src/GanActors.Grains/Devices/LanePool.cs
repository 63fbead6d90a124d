using GanActors.Duel;
using GanActors.Engines;

namespace GanActors.Grains.Devices;

/// <summary>
/// The lanes of a silo. A run's two networks share a lane, since they never work at the same time; a new run gets the lane with the
/// fewest runs.
/// </summary>
public sealed class LanePool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(DeviceLane Lane, HashSet<(RunId Run, object Holder)> Holders)> _lanes;

    /// <summary>One lane for each device; the pool owns them.</summary>
    /// <exception cref="ArgumentException">There is no device.</exception>
    public LanePool(IEnumerable<IDevice> devices)
    {
        _lanes = [.. devices.Select(device => (new DeviceLane(device), new HashSet<(RunId, object)>()))];
        if (_lanes.Count == 0)
            throw new ArgumentException("A silo needs at least one device.", nameof(devices));
    }

    /// <summary>How many lanes there are.</summary>
    internal int Count => _lanes.Count;

    /// <summary>The lane of a run; <paramref name="holder"/> gives it back with <see cref="Return"/>.</summary>
    internal DeviceLane Lease(RunId run, object holder)
    {
        lock (_gate)
        {
            var (lane, holders) = _lanes.Find(entry => entry.Holders.Any(held => held.Run == run));
            if (lane is null)
                (lane, holders) = _lanes.MinBy(entry => entry.Holders.Count);
            holders.Add((run, holder));
            return lane;
        }
    }

    /// <summary>Gives a lane back.</summary>
    internal void Return(RunId run, object holder)
    {
        lock (_gate)
        {
            foreach (var (_, holders) in _lanes)
                holders.Remove((run, holder));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (lane, _) in _lanes)
            lane.Dispose();
    }
}
