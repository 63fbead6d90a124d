using GanActors.Cells;
using GanActors.Cli.Training;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Networks;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Tests;

/// <summary>A coordinator whose run goes as a test says, one look after the other.</summary>
internal sealed class ScriptedCoordinator : ICoordinatorGrain
{
    private readonly Queue<RunProgress> _script = new();
    private readonly Queue<Exception> _startFaults = new();

    public RunOrder? Order { get; private set; }

    public List<string> Stops { get; } = [];

    public List<long> LooksAfter { get; } = [];

    /// <summary>What the run does when it is asked to stop.</summary>
    public Action<ScriptedCoordinator> WhenStopped { get; set; } = coordinator => coordinator.Play(Sample.Progress(7, RunState.Stopped));

    /// <summary>Called at every look, before it is answered.</summary>
    public Action<int> WhenWatched { get; set; } = _ => { };

    public Exception? StartFault { get; set; }

    public int Starts { get; private set; }

    /// <summary>How many starts get no answer, as if their silo were gone.</summary>
    public int UnansweredStarts { get; set; }

    public void Play(params RunProgress[] script)
    {
        _script.Clear();
        foreach (var progress in script)
            _script.Enqueue(progress);
    }

    /// <summary>The next starts fail, one with each of these; those after them go well, or fail with <see cref="StartFault"/>.</summary>
    public void FailStarts(params Exception[] faults)
    {
        foreach (var fault in faults)
            _startFaults.Enqueue(fault);
    }

    public Task<RunStarted> Start(RunOrder order)
    {
        Starts++;
        if (Starts <= UnansweredStarts)
            return new TaskCompletionSource<RunStarted>().Task;
        if (_startFaults.TryDequeue(out var fault))
            return Task.FromException<RunStarted>(fault);
        if (StartFault is not null)
            return Task.FromException<RunStarted>(StartFault);
        Order = order;
        Directory.CreateDirectory(order.Folder);
        File.WriteAllText(Path.Combine(order.Folder, "metrics.csv"), "iteration\n");
        return Task.FromResult(new RunStarted(
            new GeneratorReady(1, "cpu (1 thread)"), new DiscriminatorReady(new Shape(2), 1, "cpu (1 thread)", 100, "points", []), 20_000));
    }

    public Task Stop(string reason)
    {
        Stops.Add(reason);
        WhenStopped(this);
        return Task.CompletedTask;
    }

    public Task<RunProgress> Watch(long after)
    {
        LooksAfter.Add(after);
        WhenWatched(LooksAfter.Count);
        // The last scene goes on until something happens.
        return Task.FromResult(_script.Count > 1 ? _script.Dequeue() : _script.Peek());
    }

    public Task<RunProgress> AwaitEnd(TimeSpan patience) => Watch(long.MaxValue - 1);

    public Task Leave() => Task.CompletedTask;

    public Task Release() => Task.CompletedTask;
}

internal sealed class ScriptedHost(ScriptedCoordinator coordinator) : IDuelHost
{
    public IDeviceBoardGrain Devices() => throw new NotSupportedException();

    public ICoordinatorGrain Coordinator(RunId run) => coordinator;

    public ICellsGrain Cells(RunId run) => throw new NotSupportedException("Groups have tests of their own, with grains that train.");

    public ISweepGrain Sweep(string sweep) => throw new NotSupportedException("Sweeps have tests of their own, with grains that train.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
