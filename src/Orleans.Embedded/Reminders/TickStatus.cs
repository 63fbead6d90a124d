namespace Orleans.Runtime;

/// <summary>Which tick of a reminder it is. Times are UTC.</summary>
[Immutable, GenerateSerializer]
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp) : IEquatable<TickStatus>
{
    /// <summary>When the first tick was due.</summary>
    [Id(0)]
    public DateTime FirstTickTime { get; } = firstTickTime;

    /// <summary>From one tick to the next.</summary>
    [Id(1)]
    public TimeSpan Period { get; } = period;

    /// <summary>When this tick was sent.</summary>
    [Id(2)]
    public DateTime CurrentTickTime { get; } = timeStamp;

    /// <inheritdoc/>
    public bool Equals(TickStatus other) => FirstTickTime == other.FirstTickTime && Period == other.Period && CurrentTickTime == other.CurrentTickTime;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TickStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstTickTime, Period, CurrentTickTime);

    /// <inheritdoc/>
    public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";

    /// <summary>Same tick.</summary>
    public static bool operator ==(TickStatus left, TickStatus right) => left.Equals(right);

    /// <summary>Different ticks.</summary>
    public static bool operator !=(TickStatus left, TickStatus right) => !left.Equals(right);
}
