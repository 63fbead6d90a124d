using Orleans.Runtime;

namespace Orleans;

/// <summary>Keeps reminders.</summary>
public interface IReminderTable
{
    /// <summary>A grain's reminders.</summary>
    Task<ReminderTableData> ReadRows(GrainId grainId);

    /// <summary>The reminders of grains whose uniform hash lies above <paramref name="begin"/> and up to <paramref name="end"/>; all when both are equal.</summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    /// <summary>One reminder; null when there is none.</summary>
    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    /// <summary>Adds or replaces a reminder; its new ETag.</summary>
    Task<string?> UpsertRow(ReminderEntry entry);

    /// <summary>Removes a reminder if its ETag is still this one; false when it is not there.</summary>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);
}
