namespace GanActors.Duel;

/// <summary>How long the coordinator waits for an answer before it asks again. Asking again is safe: a turn is applied once.</summary>
public static class NetworkTimeouts
{
    /// <summary>For building a network and opening a data set, which may have to be downloaded.</summary>
    public const string Prepare = "00:30:00";

    /// <summary>For one network step. A large network on one CPU lane takes seconds, behind others on the lane minutes.</summary>
    public const string Step = "00:05:00";
}
