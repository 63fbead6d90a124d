using System.Buffers;

namespace GanActors.Checkpoints;

/// <summary>
/// Which names a store takes: segments of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, separated by <c>/</c>, none of which begins or ends with a dot. So
/// a name stays below the store's root and means the same file on every system, and names with a leading dot are left to the store itself.
/// </summary>
internal static class PartName
{
    private const int LongestSegment = 128, MostSegments = 4;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Whether a store takes the name.</summary>
    public static bool IsValid(string name) => name.Split('/') is { Length: <= MostSegments } segments && Array.TrueForAll(segments, IsSegment);

    /// <summary>Whether it is a name without folders.</summary>
    public static bool IsSegment(string name) =>
        name is { Length: > 0 and <= LongestSegment } and not ['.', ..] and not [.., '.'] && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Refuses what is no name.</summary>
    /// <exception cref="ArgumentException">A store does not take it.</exception>
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"'{name}' is no name of a part: at most {MostSegments} segments of letters, digits, '.', '_' and '-', separated by '/', none with a dot at its ends.",
                nameof(name));
        }
    }
}
