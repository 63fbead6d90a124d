namespace GanActors.Cells;

/// <summary>The largest values that a file of a group may have; more is a mistake.</summary>
internal static class GroupLimits
{
    public const int Side = 32;
    public const int Members = 256;
    public const int Sample = 100_000;
    public const int Generations = 100_000;
    public const int Kept = 100;
    public const int Steps = 1_000;
}
