using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Reflection;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Networks;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Meters;

/// <summary>
/// All that a silo tells in figures: its own instruments, and those of the runs and sweeps that are under way on it. Recording costs next to nothing while nobody listens.
/// </summary>
public sealed class SiloMeters : IDisposable
{
    /// <summary>From a fast step on a CPU to a slow one, three a decade.</summary>
    private static readonly ImmutableArray<double> Steps = [.. Decades(1e-5, 6)];

    private static readonly ImmutableArray<double> LongWork = [.. Decades(1e-3, 6)];

    private static readonly string[] EndStates = ["completed", "stopped", "failed", "left"], Faults = ["none", .. Enum.GetValues<RunFault>().Select(Labels.Word)];

    private readonly Meter _meter = new(MeterNames.Silo);
    private readonly LiveSet<RunMeter> _runs = new(MeterNames.Runs, RunInstruments.AddTo, _ => 1);
    private readonly LiveSet<SweepMeter> _sweeps = new(MeterNames.Sweeps, SweepInstruments.AddTo, sweep => sweep.Seats);
    private readonly RefusalCounts _refusals = new();
    private readonly BatchCounts _batches = new();
    private readonly Histogram<double> _steps, _waits, _exchanges, _checkpoints, _evaluations;
    private readonly long[,] _ended = new long[EndStates.Length, Faults.Length];
    private long _started;

    /// <summary>Creates the instruments.</summary>
    public SiloMeters()
    {
        _steps = Duration("ganactors.step.duration", "Time a command keeps its lane", Steps);
        _waits = Duration("ganactors.lane.wait", "Time a command waits for its lane", Steps);
        _exchanges = Duration("ganactors.exchange.duration", "Time from a coordinator's command to the answer", Steps);
        _checkpoints = Duration("ganactors.checkpoint.duration", "Time that writing a checkpoint took", LongWork);
        _evaluations = Duration("ganactors.evaluation.duration", "Time that an evaluation took", LongWork);

        Gauge("ganactors.silo.info", null, "The silo", () => Silo is { } silo
            ? new Readings<double>(1) { { 1, Labels.Silo.Is(silo), Labels.Stack.Is(Stack), Labels.Version.Is(Version) } }
            : []);
        Gauge("ganactors.runs", "{run}", "Runs under way here", () =>
        {
            int waiting = _runs.Live.Count(run => run.IsWaiting);
            return new Readings<double>(2) { { _runs.Live.Count - waiting, Labels.State.Is("running") }, { waiting, Labels.State.Is("waiting") } };
        });
        Counter("ganactors.runs.started", "{run}", "Runs begun or taken up here", () => new Readings<long>(1) { { Volatile.Read(ref _started), [] } });
        Counter("ganactors.runs.ended", "{run}", "Runs that ended here", ReadEnded);
        Counter("ganactors.exchange.io", "By", "Bytes of the batches that went from one network to the other", _batches.Read);
        Counter("ganactors.exchange.retries", "{command}", "Commands sent again because no answer came in time", _refusals.ReadSentAgain);
        Counter("ganactors.turns.refused", "{turn}", "Commands that a network refused", _refusals.ReadRefused);
        Counter("ganactors.turns.repeated", "{turn}", "Commands that a network had carried out before", _refusals.ReadRepeated);

        OfLane("ganactors.device.info", null, "The device behind a lane", (lane, readings, labels) => readings.Add(1, [.. labels, Labels.Device.Is(lane.Device)]));
        OfLane("ganactors.device.memory", "By", "Memory of the device", (lane, readings, labels) => readings.Add(lane.Memory, labels));
        OfLane("ganactors.device.memory.used", "By", "Memory in use", (lane, readings, labels) => readings.Add(lane.MemoryUsed, labels));
        OfLane("ganactors.lane.capacity", "{network}", "Networks that the lane takes", (lane, readings, labels) => readings.Add(lane.Capacity, labels));
        OfLane("ganactors.lane.networks", "{network}", "Networks on the lane", (lane, readings, labels) => readings.Add(lane.Networks, labels));
        OfLane("ganactors.lane.queue", "{command}", "Commands that wait for the lane now", (lane, readings, labels) => readings.Add(lane.Queue, labels));
        _meter.CreateObservableCounter(
            "ganactors.lane.busy", () => OfLanes((lane, readings, labels) => readings.Add(lane.BusySeconds, labels)), "s", "Time the lane was taken");

        OfBoard("ganactors.cluster.silos", "{silo}", "Silos that have told of their devices lately", (board, readings) => readings.Add(board.Silos.Length));
        OfBoard("ganactors.cluster.lanes", "{lane}", "Lanes of all silos", (board, readings) =>
        {
            foreach (var lanes in LanesOf(board))
                readings.Add(lanes.Count(), Labels.Kind.Is(Labels.Word(lanes.Key)));
        });
        OfBoard("ganactors.cluster.networks", "{network}", "Networks on the lanes of all silos", (board, readings) =>
        {
            foreach (var lanes in LanesOf(board))
                readings.Add(lanes.Sum(lane => lane.Networks.Length), Labels.Kind.Is(Labels.Word(lanes.Key)));
        });
        OfBoard("ganactors.cluster.queue", "{run}", "Runs that wait for a device", (board, readings) => readings.Add(board.Queue.Length));
    }

    /// <summary>The silo's name; null before it has one.</summary>
    public string? Silo { get; set; }

    /// <summary>Reads its lanes; null before it has any.</summary>
    public Func<IReadOnlyList<LaneReading>>? Lanes { get; set; }

    /// <summary>The lanes of the whole cluster, if this silo is the one that keeps the board; null if it is not.</summary>
    public DeviceBoard? Board { get; set; }

    private static string Stack => typeof(IGrain).Assembly.GetName().Name == "Orleans.Embedded" ? "embedded" : "cluster";

    internal static string Version { get; } = typeof(SiloMeters).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A run begins here, or is taken up. Its series are there until it is ended.</summary>
    public RunMeter Begin(RunFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var run = new RunMeter(this, facts);
        _runs.Add(run);
        Interlocked.Increment(ref _started);
        return run;
    }

    /// <summary>A sweep begins here, or is taken up. Its series are there until it is disposed of.</summary>
    public SweepMeter Begin(string sweep, SweepSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var meter = new SweepMeter(_sweeps, sweep, spec);
        _sweeps.Add(meter);
        return meter;
    }

    /// <summary>The meters of a coordinator that deals with its networks.</summary>
    /// <param name="isGeneratorAway">Whether the generator is on another silo than the coordinator.</param>
    /// <param name="isDiscriminatorAway">Whether the discriminator is.</param>
    /// <param name="areApart">Whether the two are on different silos.</param>
    public DuelExchange Exchange(bool isGeneratorAway, bool isDiscriminatorAway, bool areApart) => new(
        (command, phase, isOnWire) => new ExchangeMeter(_exchanges, _refusals, command, phase, isOnWire), _batches, isGeneratorAway, isDiscriminatorAway, areApart);

    /// <summary>The meter of one kind of step.</summary>
    public StepMeter Step(NetworkRole network, Phase phase, NetworkCommand command) => new(_steps, _waits, network, phase, command);

    /// <summary>A network was asked what it had carried out before, and answered from memory.</summary>
    public void Repeated(NetworkRole network) => _refusals.Repeated(network);

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _runs.Dispose();
        _sweeps.Dispose();
    }

    internal void Kept(double seconds) => _checkpoints.Record(seconds);

    internal void Evaluated(double seconds) => _evaluations.Record(seconds);

    internal void Ended(RunMeter run, RunState state, RunFault? fault)
    {
        _runs.Remove(run);
        int how = state switch { RunState.Completed => 0, RunState.Stopped => 1, RunState.Failed => 2, _ => 3 };
        Interlocked.Increment(ref _ended[how, fault is { } known ? (int)known + 1 : 0]);
    }

    private static IEnumerable<double> Decades(double first, int count)
    {
        for (int decade = 0; decade < count; decade++)
        {
            foreach (double factor in (double[])[1, 2.5, 5])
                yield return Math.Round(first * factor * Math.Pow(10, decade), 7);
        }
    }

    private static IOrderedEnumerable<IGrouping<DeviceKind, LaneReport>> LanesOf(DeviceBoard board) =>
        board.Silos.SelectMany(silo => silo.Lanes).GroupBy(lane => lane.Kind).OrderBy(lanes => lanes.Key);

    private Readings<long> ReadEnded()
    {
        var readings = new Readings<long>();
        for (int state = 0; state < EndStates.Length; state++)
        {
            for (int fault = 0; fault < Faults.Length; fault++)
            {
                // Only what fails has a fault, and all that does; those that can be are told from the first, so that the first is a rise.
                if ((EndStates[state] == "failed") == (fault > 0))
                    readings.Add(Volatile.Read(ref _ended[state, fault]), Labels.State.Is(EndStates[state]), Labels.Fault.Is(Faults[fault]));
            }
        }

        return readings;
    }

    private Histogram<double> Duration(string name, string meaning, ImmutableArray<double> bounds) =>
        _meter.CreateHistogram(name, "s", meaning, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private void Gauge(string name, string? unit, string meaning, Func<Readings<double>> look) => _meter.CreateObservableGauge(name, () => look(), unit, meaning);

    private void Counter(string name, string unit, string meaning, Func<Readings<long>> look) => _meter.CreateObservableCounter(name, () => look(), unit, meaning);

    private void OfLane(string name, string? unit, string meaning, Action<LaneReading, Readings<double>, KeyValuePair<string, object?>[]> look) =>
        Gauge(name, unit, meaning, () => OfLanes(look));

    private Readings<double> OfLanes(Action<LaneReading, Readings<double>, KeyValuePair<string, object?>[]> look)
    {
        var readings = new Readings<double>();
        if (Lanes?.Invoke() is { } lanes)
        {
            for (int number = 0; number < lanes.Count; number++)
                look(lanes[number], readings, [new(Labels.Lane, number), Labels.Kind.Is(Labels.Word(lanes[number].Kind))]);
        }

        return readings;
    }

    private void OfBoard(string name, string unit, string meaning, Action<DeviceBoard, Readings<double>> look) => Gauge(name, unit, meaning, () =>
    {
        var readings = new Readings<double>();
        if (Board is { } board)
            look(board, readings);
        return readings;
    });
}
