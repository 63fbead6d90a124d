namespace Orleans.Reminders;

/// <summary>When reminders tick: at their start and each period after it, however late the process came to it.</summary>
internal static class ReminderSchedule
{
    /// <summary>The first tick that is not in the past; ticks that nobody was there for are not made up.</summary>
    public static DateTime Next(ReminderEntry entry, DateTime now)
    {
        if (now <= entry.StartAt) return entry.StartAt;
        var since = (now - entry.StartAt).Ticks % entry.Period.Ticks;
        return since == 0 ? now : now.AddTicks(entry.Period.Ticks - since);
    }

    /// <summary>The tick after one that has been sent.</summary>
    public static DateTime Following(ReminderEntry entry, DateTime sent, DateTime now)
    {
        var next = Next(entry, now);
        return next > sent ? next : sent + entry.Period;
    }
}
