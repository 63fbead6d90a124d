namespace GanActors.Networks;

/// <summary>How much may cross between two machines at once.</summary>
public static class WireLimits
{
    /// <summary>
    /// Bytes of a message's body, headers apart: 256 MiB, enough for a copy of a network of sixty million parameters. A message is held whole in memory on both
    /// sides, and all others between the two silos wait behind it.
    /// </summary>
    public const int MessageBytes = 1 << 28;

    /// <summary>Bytes of one batch's values: 128 MiB. A larger batch than that keeps a gigabit line busy for more than a second in each direction.</summary>
    public const int BatchBytes = 1 << 27;
}
