using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Grains.Devices;

namespace GanActors.Grains.Tests.Devices;

public sealed class AllotmentTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly Allotment _allotment = new();
    private DateTimeOffset _now = Start;

    [Fact]
    public void Two_networks_go_on_different_GPUs_of_one_silo_first()
    {
        Report("a", Gpu(1));
        Report("b", Gpu(1), Gpu(1));

        var lease = Lease("run");

        Assert.Equal(("b", "b"), (lease.Generator.Silo, lease.Discriminator.Silo));
        Assert.NotEqual(lease.Generator.Lane, lease.Discriminator.Lane);
    }

    [Fact]
    public void Then_on_one_GPU_and_then_on_GPUs_of_two_silos()
    {
        Report("a", Gpu(1));
        Report("b", Gpu(3));

        var first = Lease("first");
        var second = Lease("second");

        Assert.Equal(first.Generator, first.Discriminator);
        Assert.Equal("b", first.Generator.Silo);
        Assert.NotEqual(second.Generator.Silo, second.Discriminator.Silo);
    }

    [Fact]
    public void On_a_CPU_they_share_a_lane()
    {
        Report("a", Cpu(), Cpu());

        var lease = Lease("run");

        Assert.Equal(lease.Generator, lease.Discriminator);
    }

    [Fact]
    public void Runs_spread_over_silos()
    {
        Report("a", Cpu(), Cpu());
        Report("b", Cpu(), Cpu());

        Assert.Equal(["a", "b", "a", "b"], new[] { "1", "2", "3", "4" }.Select(run => Lease(run).Generator.Silo));
    }

    [Fact]
    public void A_run_that_wants_a_GPU_never_gets_a_CPU()
    {
        Report("a", Cpu(), Cpu());

        Assert.Equal("none of the cluster's silos (1) has a GPU", Wait("run", DeviceWish.Cuda));
        Report("b", Gpu(2));
        Assert.Equal("b", Lease("run", DeviceWish.Cuda).Generator.Silo);
    }

    [Fact]
    public void A_run_that_takes_anything_takes_a_GPU_first_and_then_a_CPU()
    {
        Report("a", Cpu());
        Report("b", Gpu(2));

        Assert.Equal(["b", "a"], new[] { "1", "2" }.Select(run => Lease(run).Generator.Silo));
    }

    [Fact]
    public void Who_waits_is_told_for_whom_and_comes_in_turn()
    {
        Report("a", Cpu());
        Lease("first");

        Assert.Equal("the only device is taken, by first", Wait("second"));
        Assert.Equal("the only device is taken, by first; one run waits before it", Wait("third"));
        Assert.Equal(["second", "third"], _allotment.Look(_now).Queue.Select(waiting => waiting.Run.Value));

        _allotment.Return(new RunId("first"), _now);
        Assert.Equal("the only device is for those who wait before it; one run waits before it", Wait("third"));
        Assert.Equal("a", Lease("second").Generator.Silo);
    }

    [Fact]
    public void Who_waits_for_a_GPU_keeps_nobody_from_a_CPU()
    {
        Report("a", Cpu());
        Wait("first", DeviceWish.Cuda);

        Assert.Equal("a", Lease("second").Generator.Silo);
    }

    [Fact]
    public void Who_does_not_ask_again_loses_the_place_in_the_queue()
    {
        Report("a", Cpu());
        Lease("first");
        Wait("second");
        Report("a", Cpu("first", "first"));
        for (var end = _now + Allotment.Absence; _now <= end; _now += TimeSpan.FromSeconds(2))
            Report("a", Cpu("first", "first"));

        Assert.Equal("the only device is taken, by first", Wait("third"));
    }

    [Fact]
    public void Asking_again_brings_the_same_places()
    {
        Report("a", Cpu());
        Report("b", Cpu());

        Assert.Equal(Lease("run"), Lease("run"));
    }

    [Fact]
    public void The_lanes_of_a_silo_that_is_silent_are_given_up()
    {
        Report("a", Cpu());
        Assert.Equal("a", Lease("run").Generator.Silo);
        _now += Allotment.Silence / 2;
        Report("b", Cpu());
        _now += Allotment.Silence;
        Report("b", Cpu());

        Assert.Equal("b", Lease("run").Generator.Silo);
        Assert.Equal("b", Assert.Single(_allotment.Look(_now).Silos).Silo);
    }

    [Fact]
    public void A_new_board_learns_from_the_reports_who_is_where()
    {
        Report("a", Cpu("old", "old"), Cpu());

        Assert.Equal(1, Lease("new").Generator.Lane);
        Assert.Equal("all 2 devices are taken, by old, new", Wait("third"));
        Assert.Equal(0, Lease("old").Generator.Lane);
    }

    [Fact]
    public void A_report_from_before_a_run_ended_does_not_keep_its_place_taken()
    {
        Report("a", Cpu());
        Lease("first");
        Report("a", Cpu("first", "first"));
        _allotment.Return(new RunId("first"), _now);

        Assert.Equal("a", Lease("second").Generator.Silo);
    }

    [Fact]
    public void A_lease_that_nobody_uses_ends()
    {
        Report("a", Cpu());
        Lease("lost");
        for (var end = _now + Allotment.Unused; _now <= end; _now += TimeSpan.FromSeconds(2))
            Report("a", Cpu());

        Report("a", Cpu());
        Assert.Equal("a", Lease("next").Generator.Silo);
    }

    /// <summary>Runs come and go, silos start and are lost, as chance wants it: no lane has more networks than it takes, and who wants a GPU is on one.</summary>
    [Fact]
    public void No_lane_is_ever_given_to_more_networks_than_it_takes() => Prop.ForAll(
        Gen.Choose(0, 9_999).ListOf(200).ToArbitrary(),
        steps =>
        {
            var silos = new Dictionary<string, ImmutableArray<LaneReport>>();
            var held = new Dictionary<RunId, (DeviceLease Lease, DeviceWish Wish)>();
            var allotment = new Allotment();
            var now = Start;
            foreach (var (step, number) in steps.Select((step, number) => (step, number)))
            {
                now += TimeSpan.FromMilliseconds(300);
                var run = new RunId($"run-{step % 7}");
                switch (step / 1_000)
                {
                    case 0 when silos.Count < 4:
                        // A silo that starts again has another name.
                        silos[$"silo-{number}"] = [step % 2 == 0 ? Gpu(1 + (step % 3)) : Cpu(), Gpu(1)];
                        break;
                    case 1 when silos.Count > 0:
                        // The board hears of it only by its silence.
                        silos.Remove(silos.Keys.ElementAt(step % silos.Count));
                        break;
                    case 2 or 3:
                        allotment.Return(run, now);
                        held.Remove(run);
                        break;
                    default:
                        var wish = (DeviceWish)(step % 3);
                        if (allotment.Lease(run, wish, now).Lease is { } lease)
                            held[run] = (lease, held.TryGetValue(run, out var before) && before.Lease == lease ? before.Wish : wish);
                        break;
                }

                foreach (var (name, lanes) in silos)
                    allotment.Report(new SiloDevices(name, lanes), now);
                var known = allotment.Look(now).Silos.ToDictionary(silo => silo.Silo, silo => silo.Lanes);
                foreach (var lost in held.Where(entry => !known.ContainsKey(entry.Value.Lease.Generator.Silo) || !known.ContainsKey(entry.Value.Lease.Discriminator.Silo)).ToList())
                    held.Remove(lost.Key);
                var networks = held.Values.SelectMany(entry => new[] { (Place: entry.Lease.Generator, entry.Wish), (Place: entry.Lease.Discriminator, entry.Wish) }).ToList();
                if (networks.GroupBy(network => network.Place).Any(lane => lane.Count() > known[lane.Key.Silo][lane.Key.Lane].Capacity)
                    || networks.Any(network => network.Wish != DeviceWish.Any && known[network.Place.Silo][network.Place.Lane].Kind != KindOf(network.Wish)))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static DeviceKind KindOf(DeviceWish wish) => wish == DeviceWish.Cuda ? DeviceKind.Cuda : DeviceKind.Cpu;

    private static LaneReport Cpu(params string[] runs) => new("cpu", DeviceKind.Cpu, 2, 0, [.. runs.Select(run => new RunId(run))]);

    private static LaneReport Gpu(int capacity) => new("gpu", DeviceKind.Cuda, capacity, 1L << 34, []);

    private void Report(string silo, params LaneReport[] lanes) => _allotment.Report(new SiloDevices(silo, [.. lanes]), _now);

    private DeviceLease Lease(string run, DeviceWish wish = DeviceWish.Any)
    {
        var answer = _allotment.Lease(new RunId(run), wish, _now);
        Assert.Null(answer.Waiting);
        return answer.Lease!;
    }

    private string Wait(string run, DeviceWish wish = DeviceWish.Any)
    {
        var answer = _allotment.Lease(new RunId(run), wish, _now);
        Assert.Null(answer.Lease);
        return answer.Waiting!;
    }
}
