namespace GanActors.Checkpoints.Blobs;

/// <summary>How long a service that does not answer, or is too busy, is asked again.</summary>
/// <param name="Attempts">How often in all, at least 1.</param>
/// <param name="FirstPause">How long the first pause is about; each is twice the one before.</param>
/// <param name="Answer">How long an answer, or the next bytes of one, may take.</param>
internal sealed record BlobPatience(int Attempts, TimeSpan FirstPause, TimeSpan Answer)
{
    // What a service asks for that wants to be left alone for a day is not heeded.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>Half a minute for a busy service, some minutes for one that is silent.</summary>
    public static BlobPatience Usual { get; } = new(7, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(60));

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">Which, from 1.</param>
    /// <param name="wanted">What the service asks for; null if it does not.</param>
    public TimeSpan After(int attempt, TimeSpan? wanted)
    {
        // Many writers that were refused together must not come back together.
        double spread = 0.75 + (Random.Shared.NextDouble() / 2);
        var pause = FirstPause * Math.Pow(2, attempt - 1) * spread;
        if (wanted > pause)
            pause = wanted.Value;
        return pause < LongestPause ? pause : LongestPause;
    }
}
