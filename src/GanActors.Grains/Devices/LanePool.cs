using System.Collections.Immutable;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Meters;

namespace GanActors.Grains.Devices;

/// <summary>
/// The lanes of a silo, and which networks are on them. The networks of runs come to the lanes that the cluster's board has given them; what asks for none in particular gets
/// the lane with the fewest, the same for all that ask under one name.
/// </summary>
public sealed class LanePool : IDisposable
{
    /// <summary>Networks that a lane takes if nothing else is said: the two of one run.</summary>
    public const int UsualCapacity = 2;

    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly List<(DeviceLane Lane, HashSet<LaneClaim> Claims)> _lanes;

    /// <summary>One lane for each device; the pool owns them.</summary>
    /// <param name="devices">The devices; none for a silo that trains nothing.</param>
    /// <param name="capacity">How many networks of runs a lane takes, at least 2.</param>
    public LanePool(IEnumerable<IDevice> devices, int capacity = UsualCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, UsualCapacity);
        _capacity = capacity;
        _lanes = [.. devices.Select(device => (new DeviceLane(device), new HashSet<LaneClaim>()))];
    }

    /// <summary>What the lanes are over, by number.</summary>
    public IReadOnlyList<string> Devices => [.. _lanes.Select(entry => entry.Lane.Device.Name)];

    /// <summary>Puts a network on a lane, until the claim is disposed.</summary>
    /// <param name="run">Whose network it is.</param>
    /// <param name="number">The lane's number; null for the lane with the fewest networks, and for all that have the same name the same one.</param>
    /// <exception cref="MisplacedException">There is no lane of that number, or it is full.</exception>
    /// <exception cref="NoDeviceException">The silo has no lane.</exception>
    internal LaneClaim Claim(RunId run, int? number = null)
    {
        lock (_gate)
        {
            var (lane, claims) = number is { } wanted ? Lane(wanted) : AnyLane(run);
            var claim = new LaneClaim(this, lane, run);
            claims.Add(claim);
            return claim;
        }
    }

    /// <summary>Takes a network off its lane.</summary>
    internal void Return(LaneClaim claim)
    {
        lock (_gate)
        {
            foreach (var (_, claims) in _lanes)
                claims.Remove(claim);
        }
    }

    /// <summary>The lanes as the cluster sees them.</summary>
    internal ImmutableArray<LaneReport> Report()
    {
        lock (_gate)
        {
            return [.. _lanes.Select(entry => new LaneReport(
                entry.Lane.Device.Name, entry.Lane.Device.Kind, _capacity, entry.Lane.Device.Memory, [.. entry.Claims.Select(claim => claim.Run)]))];
        }
    }

    /// <summary>How the lanes stand.</summary>
    internal IReadOnlyList<LaneReading> Read()
    {
        lock (_gate)
        {
            return [.. _lanes.Select(entry =>
            {
                var device = entry.Lane.Device;
                bool isCpu = device.Kind == DeviceKind.Cpu;
                return new LaneReading(
                    device.Name,
                    device.Kind,
                    device.Memory > 0 ? device.Memory : isCpu ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : null,
                    isCpu ? Environment.WorkingSet : null,
                    _capacity,
                    entry.Claims.Count,
                    entry.Lane.Queue,
                    entry.Lane.BusySeconds);
            })];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (lane, _) in _lanes)
            lane.Dispose();
    }

    private (DeviceLane Lane, HashSet<LaneClaim> Claims) Lane(int number)
    {
        if (number < 0 || number >= _lanes.Count)
            throw new MisplacedException($"There is no lane {number} here: this silo has {_lanes.Count}.");
        var (lane, claims) = _lanes[number];
        return claims.Count < _capacity ? (lane, claims) : throw new MisplacedException(
            $"Lane {number} has room for {_capacity} networks, and there are some of {string.Join(", ", claims.Select(claim => claim.Run).Distinct())}.");
    }

    private (DeviceLane Lane, HashSet<LaneClaim> Claims) AnyLane(RunId run)
    {
        if (_lanes.Count == 0)
            throw new NoDeviceException("this silo has no device to train on");
        var shared = _lanes.Find(entry => entry.Claims.Any(claim => claim.Run == run));
        return shared.Lane is null ? _lanes.MinBy(entry => entry.Claims.Count) : shared;
    }
}
