using System.Collections.Concurrent;
using System.Diagnostics;
using GanActors.Engines;

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

    /// <summary>A lane for <paramref name="device"/>, which it owns.</summary>
    public DeviceLane(IDevice device)
    {
        Device = device;
        _thread = new Lazy<LaneThread>(() => new LaneThread(device.Name));
    }

    /// <summary>The device behind the lane.</summary>
    public IDevice Device { get; }

    /// <summary>Runs one step of a network when the lane is free.</summary>
    /// <param name="pace">How long such steps took before; moved on by this one.</param>
    /// <param name="step">The step.</param>
    public async ValueTask<T> Run<T>(StepPace pace, Func<T> step)
    {
        await _slot.WaitAsync();
        try
        {
            long start = Stopwatch.GetTimestamp();
            var result = Device.IsBoundToThread || pace.Expected > ShortStep ? await _thread.Value.Run(step) : step();
            pace.Expected = Stopwatch.GetElapsedTime(start);
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
internal sealed class StepPace
{
    /// <summary>Zero before the first step, which therefore runs in its turn.</summary>
    public TimeSpan Expected { get; set; }
}
