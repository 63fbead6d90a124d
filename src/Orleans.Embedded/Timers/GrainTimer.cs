namespace Orleans.Runtime;

/// <summary>
/// Each tick is a message of the activation to itself. The clock is set for the next one when a tick's callback has
/// ended, so ticks never pile up and never overlap.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(0xfffffffe);
    private readonly Silo _silo;
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposed = new();
    private readonly TimerTick _tick;
    private readonly ITimer _clock;
    private volatile bool _ticking;
    private volatile bool _changed;
    private TimeSpan _dueTime = Timeout.InfiniteTimeSpan;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    public GrainTimer(Silo silo, Activation activation, Func<CancellationToken, Task> callback, bool interleave, bool keepAlive)
    {
        _silo = silo;
        _activation = activation;
        _callback = callback;
        _tick = new TimerTick(this, interleave, keepAlive);
        using (Flow.Suppress())
            _clock = silo.Clock.CreateTimer(static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        _changed = true;
        _dueTime = dueTime;
        _period = period;

        // While a tick runs the change waits for its end.
        if (!_ticking) Set(dueTime);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _clock.Dispose();
        _activation.RemoveTimer(this);
    }

    /// <summary>Runs the callback, in the activation's turn.</summary>
    public async Task Tick()
    {
        try
        {
            _changed = false;
            if (!_disposed.IsCancellationRequested) await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            _silo.Log.TimerFailed(exception, _activation.GrainId);
        }
    }

    /// <summary>The tick is no longer in the activation's lists, so the next may be set.</summary>
    public void OnTicked()
    {
        _ticking = false;
        if (!_disposed.IsCancellationRequested) Set(_changed ? _dueTime : _period);
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan || time > Longest)
            throw new ArgumentOutOfRangeException(name, time, "A timer's times are not negative (or infinite) and below 50 days.");
    }

    private void OnDue()
    {
        _ticking = true;
        _activation.TryReceive(_tick);
    }

    private void Set(TimeSpan dueTime)
    {
        try
        {
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Disposed meanwhile.
        }
    }
}
