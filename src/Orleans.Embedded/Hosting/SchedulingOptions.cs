namespace Orleans.Configuration;

/// <summary>How activations share threads.</summary>
public sealed class SchedulingOptions
{
    /// <summary>How long an activation with work left keeps a thread before others get it.</summary>
    public TimeSpan ActivationSchedulingQuantum { get; set; } = TimeSpan.FromMilliseconds(100);
}
