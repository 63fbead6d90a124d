using GanActors.Devices;
using GanActors.Duel;

namespace GanActors.Grains.Devices;

/// <summary>
/// Which run has which lanes of a cluster, and who waits: a machine of states whose time is told it with every event. Two networks of a run go, if they can, on different GPUs of
/// one silo, else on one GPU, else on GPUs of two silos; on CPUs they share a lane, for they never work at the same time. Nobody overtakes one who waits for the same lane.
/// </summary>
internal sealed class Allotment
{
    /// <summary>How long a silo may be silent before its lanes are given up.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>How long a lease lasts that no silo has seen networks of: as long as a network may take to be set up, a data set at hand.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromMinutes(2);

    /// <summary>How long a run keeps its place in the queue without asking again.</summary>
    public static readonly TimeSpan Absence = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<string, (SiloDevices Devices, DateTimeOffset Seen)> _silos = new(StringComparer.Ordinal);
    private readonly Dictionary<RunId, (DeviceLease Lease, DateTimeOffset Granted)> _leases = [];
    private readonly Dictionary<RunId, DateTimeOffset> _returned = [];
    private readonly List<(RunId Run, DeviceWish Wish, DateTimeOffset Asked)> _queue = [];

    /// <summary>A silo tells what it has.</summary>
    public void Report(SiloDevices devices, DateTimeOffset now)
    {
        _silos[devices.Silo] = (devices, now);
        Prune(now);
    }

    /// <summary>Places for a run, or why there are none yet.</summary>
    public LeaseAnswer Lease(RunId run, DeviceWish wish, DateTimeOffset now)
    {
        Prune(now);
        _returned.Remove(run);
        if (_leases.TryGetValue(run, out var held))
        {
            _leases[run] = held with { Granted = now };
            return new LeaseAnswer(held.Lease, null);
        }

        int place = _queue.FindIndex(waiting => waiting.Run == run);
        if (place < 0)
        {
            place = _queue.Count;
            _queue.Add((run, wish, now));
        }
        else
            _queue[place] = (run, wish, now);

        var free = Free();
        foreach (var earlier in _queue.Take(place))
            free.TryTake(earlier.Wish, out _);
        // What the run itself still has makes room for what it gets.
        foreach (var own in Lanes.SelectMany(numbered => numbered.Lane.Networks.Where(there => there == run).Select(_ => numbered.Place)))
            free.GiveBack(own);
        if (!free.TryTake(wish, out var lease))
            return new LeaseAnswer(null, Reason(wish, place));
        _queue.RemoveAt(place);
        _leases[run] = (lease, now);
        return new LeaseAnswer(lease, null);
    }

    /// <summary>A run gives back what it has.</summary>
    public void Return(RunId run, DateTimeOffset now)
    {
        _leases.Remove(run);
        _queue.RemoveAll(waiting => waiting.Run == run);
        // The next report of its silo may still name it.
        _returned[run] = now;
    }

    /// <summary>All lanes, with the networks that are on them or about to be, and who waits.</summary>
    public DeviceBoard Look(DateTimeOffset now)
    {
        Prune(now);
        return new DeviceBoard(
            [.. _silos.Values.Select(silo => silo.Devices with
            {
                Lanes = [.. silo.Devices.Lanes.Select((lane, number) => lane with { Networks = [.. NetworksOn(new DevicePlace(silo.Devices.Silo, number), lane)] })],
            })],
            [.. _queue.Select((waiting, place) => new WaitingRun(waiting.Run, waiting.Wish, Reason(waiting.Wish, place)))]);
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (string silo in _silos.Where(entry => now - entry.Value.Seen > Silence).Select(entry => entry.Key).ToList())
            _silos.Remove(silo);
        foreach (var (run, (lease, granted)) in _leases.ToList())
        {
            if (!_silos.ContainsKey(lease.Generator.Silo) || !_silos.ContainsKey(lease.Discriminator.Silo) || (now - granted > Unused && !IsSeen(run, lease)))
                _leases.Remove(run);
        }

        foreach (var run in _returned.Where(entry => now - entry.Value > Silence).Select(entry => entry.Key).ToList())
            _returned.Remove(run);
        _queue.RemoveAll(waiting => now - waiting.Asked > Absence);
    }

    private bool IsSeen(RunId run, DeviceLease lease) =>
        ((DevicePlace[])[lease.Generator, lease.Discriminator]).Any(place => _silos[place.Silo].Devices.Lanes[place.Lane].Networks.Contains(run));

    // What is leased, and what a silo has of runs that nothing is known of: this board is new, or they do without it.
    private IEnumerable<RunId> NetworksOn(DevicePlace place, LaneReport lane) => _leases
        .SelectMany(entry => new[] { (entry.Key, Place: entry.Value.Lease.Generator), (entry.Key, Place: entry.Value.Lease.Discriminator) })
        .Where(network => network.Place == place)
        .Select(network => network.Key)
        .Concat(lane.Networks.Where(run => !_leases.ContainsKey(run) && !_returned.ContainsKey(run)))
        .OrderBy(run => run.Value, StringComparer.Ordinal);

    private IEnumerable<(LaneReport Lane, DevicePlace Place)> Lanes =>
        _silos.Values.SelectMany(silo => silo.Devices.Lanes.Select((lane, number) => (lane, new DevicePlace(silo.Devices.Silo, number))));

    private FreeLanes Free() => new(
        from numbered in Lanes
        select new FreeLane(numbered.Place, numbered.Lane.Kind, numbered.Lane.Memory, numbered.Lane.Capacity - NetworksOn(numbered.Place, numbered.Lane).Count()));

    private string Reason(DeviceWish wish, int place)
    {
        string before = place switch { 0 => "", 1 => "; one run waits before it", _ => $"; {place} runs wait before it" };
        if (_silos.Count == 0)
            return $"no silo has told of its devices yet{before}";
        var wanted = Lanes.Where(numbered => wish switch
        {
            DeviceWish.Cpu => numbered.Lane.Kind == DeviceKind.Cpu,
            DeviceWish.Cuda => numbered.Lane.Kind == DeviceKind.Cuda,
            _ => true,
        }).ToList();
        string name = wish switch { DeviceWish.Cpu => "CPU lane", DeviceWish.Cuda => "GPU", _ => "device" };
        if (wanted.Count == 0)
            return $"none of the cluster's silos ({_silos.Count}) has a {name}{before}";
        var runs = wanted.SelectMany(numbered => NetworksOn(numbered.Place, numbered.Lane)).Distinct().ToList();
        string taken = runs.Count == 0 ? "for those who wait before it" : $"taken, by {string.Join(", ", runs.Take(3))}{(runs.Count > 3 ? $" and {runs.Count - 3} more" : "")}";
        return $"{(wanted.Count == 1 ? $"the only {name} is" : $"all {wanted.Count} {name}s are")} {taken}{before}";
    }

    private sealed record FreeLane(DevicePlace Place, DeviceKind Kind, long Memory, int Room);

    /// <summary>Lanes with room, from which places are taken.</summary>
    private sealed class FreeLanes(IEnumerable<FreeLane> lanes)
    {
        private List<FreeLane> _lanes = [.. lanes];

        public void GiveBack(DevicePlace place) => _lanes = [.. _lanes.Select(lane => lane.Place == place ? lane with { Room = lane.Room + 1 } : lane)];

        public bool TryTake(DeviceWish wish, out DeviceLease lease)
        {
            DeviceKind[] kinds = wish switch
            {
                DeviceWish.Cpu => [DeviceKind.Cpu],
                DeviceWish.Cuda => [DeviceKind.Cuda],
                _ => [DeviceKind.Cuda, DeviceKind.Cpu],
            };
            foreach (var kind in kinds)
            {
                var pair = kind == DeviceKind.Cuda ? OneSilo(kind) ?? OneLane(kind) ?? TwoSilos(kind) : OneLane(kind) ?? OneSilo(kind) ?? TwoSilos(kind);
                if (pair is not var (generator, discriminator))
                    continue;
                lease = new DeviceLease(generator, discriminator);
                _lanes = [.. _lanes.Select(lane => lane with { Room = lane.Room - (lane.Place == generator ? 1 : 0) - (lane.Place == discriminator ? 1 : 0) })];
                return true;
            }

            lease = null!;
            return false;
        }

        // Silos with most room first, so that runs spread; then lanes with most room, and most memory. Names make the order one.
        private IEnumerable<IGrouping<string, FreeLane>> Silos(DeviceKind kind) => _lanes
            .Where(lane => lane.Kind == kind && lane.Room > 0)
            .OrderByDescending(lane => lane.Room).ThenByDescending(lane => lane.Memory).ThenBy(lane => lane.Place.Lane)
            .GroupBy(lane => lane.Place.Silo)
            .OrderByDescending(silo => silo.Sum(lane => lane.Room)).ThenBy(silo => silo.Key, StringComparer.Ordinal);

        private (DevicePlace, DevicePlace)? OneLane(DeviceKind kind) =>
            Silos(kind).Select(silo => silo.FirstOrDefault(lane => lane.Room > 1)).FirstOrDefault(lane => lane is not null) is { } free ? (free.Place, free.Place) : null;

        private (DevicePlace, DevicePlace)? OneSilo(DeviceKind kind) =>
            Silos(kind).FirstOrDefault(silo => silo.Skip(1).Any()) is { } silo ? (silo.First().Place, silo.Skip(1).First().Place) : null;

        private (DevicePlace, DevicePlace)? TwoSilos(DeviceKind kind) =>
            Silos(kind).Take(2).ToList() is [var first, var second] ? (first.First().Place, second.First().Place) : null;
    }
}
