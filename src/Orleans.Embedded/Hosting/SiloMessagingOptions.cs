namespace Orleans.Configuration;

/// <summary>How long callers wait.</summary>
public sealed class SiloMessagingOptions
{
    /// <summary>How long a caller waits for an answer unless the method says otherwise; <see cref="Timeout.InfiniteTimeSpan"/> means for ever.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
