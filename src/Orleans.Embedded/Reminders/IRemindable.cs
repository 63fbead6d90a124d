using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that reminders may call; it need not be active.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder ticks.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
