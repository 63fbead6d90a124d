namespace GanActors.Grains.Revival;

/// <summary>
/// Sees to it that work goes on that was begun: keeps its order, and has a reminder ring until it is done. A grain whose silo was lost wakes up by the reminder on another
/// one, and finds there what it was to do.
/// </summary>
/// <param name="grain">The grain that does the work.</param>
/// <param name="kept">Where its order is kept.</param>
internal sealed class Reviver(IGrainBase grain, IPersistentState<KeptOrder> kept)
{
    private const string Reminder = "revive";

    /// <summary>The shortest that Orleans' reminders can be.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>What is to be done; null if nothing is.</summary>
    public KeptOrder? Order => kept.State.Folder is null ? null : kept.State;

    /// <summary>From now on the work is brought back if it is lost.</summary>
    public async Task Keep(KeptOrder order)
    {
        kept.State = order;
        await kept.WriteStateAsync();
        await grain.RegisterOrUpdateReminder(Reminder, Period, Period);
    }

    /// <summary>The work is done. What cannot be forgotten now is looked at again, and found done.</summary>
    public async Task Forget()
    {
        try
        {
            if (Order is not null)
                await kept.ClearStateAsync();
            if (await grain.GetReminder(Reminder) is { } reminder)
                await grain.UnregisterReminder(reminder);
        }
        catch (Exception)
        {
        }
    }
}
