using GanActors.Duel;

namespace GanActors.Grains.Cells;

/// <summary>Names under which the members of a group lease lanes: lanes are shared out by names, and every member may have another.</summary>
internal static class MemberLeases
{
    private const int LongestRun = 48;

    /// <summary>A member's name.</summary>
    public static RunId Of(RunId run, object member) => new($"{run.Value[..Math.Min(LongestRun, run.Value.Length)].TrimEnd('-')}-{member}");
}
