using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Reminders;

/// <summary>Ticks the reminders in the table from when the silo starts until it stops.</summary>
internal sealed class ReminderService(Silo silo, IReminderTable table, IOptions<ReminderOptions> options) : IReminderRegistry, ISiloPart
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Name), LocalReminder> _local = [];
    private Task _loading = Task.CompletedTask;
    private bool _stopped;

    public void Start() => _loading = Load();

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var reminder in _local.Values) reminder.Dispose();
            _local.Clear();
        }
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        var minimum = options.Value.MinimumReminderPeriod;
        if (period < minimum || period == TimeSpan.Zero)
            throw new ArgumentException($"Cannot register reminder {reminderName} as requested period ({period}) is less than minimum allowed reminder period ({minimum})");
        CheckContext();
        await _loading;
        var entry = new ReminderEntry { GrainId = callingGrainId, ReminderName = reminderName, StartAt = silo.Clock.GetUtcNow().UtcDateTime + dueTime, Period = period };
        entry.ETag = await table.UpsertRow(entry) ?? throw new ReminderException($"Could not register reminder {entry}; try again later.");
        Tick(entry);
        return new Reminder(callingGrainId, reminderName, entry.ETag);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        CheckContext();
        await _loading;
        if (reminder is not Reminder { ETag: var etag, Grain: var grain })
            throw new ArgumentException($"Reminder {reminder?.ReminderName} was not made by this silo.", nameof(reminder));
        if (!await table.RemoveRow(grain, reminder.ReminderName, etag) && await table.ReadRow(grain, reminder.ReminderName) is not null)
            throw new ReminderException($"Could not unregister reminder {reminder.ReminderName} of {grain}: it was changed since. Get it again and retry.");
        lock (_gate)
        {
            if (_local.Remove((grain, reminder.ReminderName), out var local)) local.Dispose();
        }
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        CheckContext();
        return await table.ReadRow(callingGrainId, reminderName) is { } entry ? new Reminder(callingGrainId, reminderName, entry.ETag!) : null;
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId)
    {
        CheckContext();
        var rows = await table.ReadRows(callingGrainId);
        return [.. rows.Reminders.Select(entry => new Reminder(entry.GrainId, entry.ReminderName, entry.ETag!))];
    }

    private static void CheckContext()
    {
        if (Activation.Current is null)
            throw new InvalidOperationException("Reminders are registered by grains: this code runs outside of one, in a background task perhaps.");
    }

    private async Task Load()
    {
        var rows = await table.ReadRows(0, 0);
        foreach (var entry in rows.Reminders) Tick(entry);
    }

    private void Tick(ReminderEntry entry)
    {
        lock (_gate)
        {
            if (_stopped) return;
            if (_local.Remove((entry.GrainId, entry.ReminderName), out var before)) before.Dispose();
            _local[(entry.GrainId, entry.ReminderName)] = new LocalReminder(silo, entry);
        }
    }

    private sealed record Reminder(GrainId Grain, string ReminderName, string ETag) : IGrainReminder;
}
