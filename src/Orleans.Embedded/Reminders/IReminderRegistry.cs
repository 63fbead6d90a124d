using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>Registers reminders.</summary>
public interface IReminderRegistry
{
    /// <summary>See <see cref="GrainReminderExtensions.RegisterOrUpdateReminder"/>.</summary>
    Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    /// <summary>See <see cref="GrainReminderExtensions.UnregisterReminder"/>.</summary>
    Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

    /// <summary>See <see cref="GrainReminderExtensions.GetReminder"/>.</summary>
    Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

    /// <summary>See <see cref="GrainReminderExtensions.GetReminders"/>.</summary>
    Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
}
