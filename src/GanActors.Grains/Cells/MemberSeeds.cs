using GanActors.Randomness;

namespace GanActors.Grains.Cells;

/// <summary>The seeds of a group's members. Each has one of its own, known before any network is built.</summary>
internal static class MemberSeeds
{
    /// <summary>A member's seed: the group's own for the first, so that a group of one is what its seed says.</summary>
    /// <param name="seed">The group's.</param>
    /// <param name="index">The member's place in reading order.</param>
    public static ulong Of(ulong seed, int index)
    {
        if (index == 0)
            return seed;
        var block = new RandomStream(seed, StreamPurpose.Members, 0, (ulong)index).Block(0);
        return ((ulong)block.Word1 << 32) | block.Word0;
    }
}
