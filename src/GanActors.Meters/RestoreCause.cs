namespace GanActors.Meters;

/// <summary>Why a run went back to its newest checkpoint.</summary>
public enum RestoreCause
{
    /// <summary>A network was lost.</summary>
    Lost,

    /// <summary>A step would have put NaN or infinity into a network.</summary>
    Diverged,

    /// <summary>An alarm was raised at which the recipe wants that.</summary>
    Alarm,
}
