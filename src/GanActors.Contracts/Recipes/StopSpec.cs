namespace GanActors.Recipes;

/// <summary>The rules by which a run can end before its length is reached.</summary>
public enum StopKind
{
    /// <summary>
    /// The discriminator guesses: its accuracy on real items and its accuracy on generated ones both stay near one half. The mean of the two
    /// says nothing: it is one half, too, where all items are called real.
    /// </summary>
    Fooled,
}

/// <summary>When a run ends before its length is reached.</summary>
/// <param name="Kind">By which rule.</param>
/// <param name="Band">How far from one half either accuracy may be, above 0 and below 0.5.</param>
/// <param name="Window">Iterations that an accuracy is the mean of.</param>
/// <param name="For">Iterations in a row in which both have to be within the band.</param>
[GenerateSerializer, Immutable, Alias("gan.stop-spec")]
public sealed record StopSpec(StopKind Kind = StopKind.Fooled, float Band = 0.1f, int Window = 100, int For = 200);
