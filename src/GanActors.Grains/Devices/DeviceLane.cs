using System.Collections.Concurrent;
using System.Diagnostics;
using GanActors.Engines;
using GanActors.Meters;

namespace GanActors.Grains.Devices;

/// <summary>
/// The queue of one device: one network step at a time. A step that is expected to be short runs in the turn that holds the slot,
/// for a hop to another thread would cost more than the step's call; a longer one, and every step of a device bound to its thread,
/// runs on the lane's own thread, so that no turn keeps a scheduler's thread for long.
/// </summary>
internal sealed class DeviceLane : IDisposable
{
    private static readonly TimeSpan ShortStep = TimeSpan.FromMilliseconds(4);

    private readonly SemaphoreSlim _slot = new(1, 1);
    private readonly Lazy<LaneThread> _thread;
    private int _waiting;
    private long _busy;

    /// <summary>A lane for <paramref name="device"/>, which it owns.</summary>
    public DeviceLane(IDevice device)
    {
        Device = device;
        _thread = new Lazy<LaneThread>(() => new LaneThread(device.Name));
    }

    /// <summary>The device behind the lane.</summary>
    public IDevice Device { get; }

    /// <summary>Steps that wait for the lane.</summary>
    public int Queue => Volatile.Read(ref _waiting);

    /// <summary>How long the lane was taken, all in all.</summary>
    public double BusySeconds => (double)Volatile.Read(ref _busy) / Stopwatch.Frequency;

    /// <summary>Runs one step of a network when the lane is free.</summary>
    /// <param name="pace">How long such steps took before; moved on by this one.</param>
    /// <param name="step">The step.</param>
    public async ValueTask<T> Run<T>(StepPace pace, Func<T> step)
    {
        long asked = Stopwatch.GetTimestamp(), start = asked;
        if (!_slot.Wait(0))
        {
            await Slot();
            start = Stopwatch.GetTimestamp();
        }

        try
        {
            using var span = pace.Meter is null ? null : DuelTrace.Step(Device.Name);
            var result = Device.IsBoundToThread || pace.Expected > ShortStep ? await _thread.Value.Run(step) : step();
            long done = Stopwatch.GetTimestamp();
            pace.Expected = Stopwatch.GetElapsedTime(start, done);
            _busy += done - start;
            pace.Meter?.Taken(asked, start, done);
            return result;
        }
        finally
        {
            _slot.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_thread.IsValueCreated)
            _thread.Value.Dispose();
        Device.Dispose();
        _slot.Dispose();
    }

    private async Task Slot()
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _slot.WaitAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private sealed class LaneThread : IDisposable
    {
        private readonly BlockingCollection<Action> _work = [];

        public LaneThread(string name) => new Thread(Work) { IsBackground = true, Name = $"lane {name}" }.Start();

        public Task<T> Run<T>(Func<T> step)
        {
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _work.Add(() =>
            {
                try
                {
                    done.SetResult(step());
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            });
            return done.Task;
        }

        public void Dispose() => _work.CompleteAdding();

        private void Work()
        {
            foreach (var action in _work.GetConsumingEnumerable())
                action();
            _work.Dispose();
        }
    }
}

/// <summary>How long one kind of step of one network takes, by its last one.</summary>
/// <param name="meter">Tells of them; null if nobody wants to know.</param>
internal sealed class StepPace(StepMeter? meter = null)
{
    /// <summary>Tells how long they take.</summary>
    public StepMeter? Meter => meter;

    /// <summary>Zero before the first step, which therefore runs in its turn.</summary>
    public TimeSpan Expected { get; set; }
}
