namespace Orleans.Runtime;

/// <summary>A reminder of a grain.</summary>
public interface IGrainReminder
{
    /// <summary>Its name among the grain's reminders.</summary>
    string ReminderName { get; }
}
