using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>One reminder that ticks. Its next tick is set when the grain has answered the last one.</summary>
internal sealed class LocalReminder : IDisposable
{
    // Clocks take no longer times; a later tick is approached in steps.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);
    private readonly Silo _silo;
    private readonly ReminderEntry _entry;
    private readonly ITimer _clock;
    private DateTime _next;
    private volatile bool _disposed;

    public LocalReminder(Silo silo, ReminderEntry entry)
    {
        _silo = silo;
        _entry = entry;
        _next = ReminderSchedule.Next(entry, Now);
        using (Flow.Suppress())
            _clock = silo.Clock.CreateTimer(static reminder => ((LocalReminder)reminder!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Set();
    }

    private DateTime Now => _silo.Clock.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        _disposed = true;
        _clock.Dispose();
    }

    private void Set()
    {
        if (_disposed) return;
        var wait = _next - Now;
        try
        {
            _clock.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Disposed meanwhile.
        }
    }

    private void OnDue()
    {
        if (Now < _next) Set();
        else _ = Tick();
    }

    private async Task Tick()
    {
        try
        {
            var grain = (IRemindable)(object)_silo.References.Create(typeof(IRemindable), _entry.GrainId);
            await grain.ReceiveReminder(_entry.ReminderName, new TickStatus(_entry.StartAt, _entry.Period, Now)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _silo.Log.ReminderFailed(exception, _entry.ReminderName, _entry.GrainId);
        }

        _next = ReminderSchedule.Following(_entry, _next, Now);
        Set();
    }
}
