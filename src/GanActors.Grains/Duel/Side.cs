namespace GanActors.Grains.Duel;

/// <summary>Where an item comes from. Each side has random streams of its own.</summary>
internal enum Side : ushort
{
    /// <summary>From the data.</summary>
    Real = 0,

    /// <summary>From the generator.</summary>
    Fake = 1,
}
