using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GanActors.Checkpoints;

/// <summary>
/// Names one checkpoint of a run. Versions are ordered by incarnation, then by iteration, and never by the clock: an incarnation begins where a
/// checkpoint of an earlier one left off, perhaps not its last, and from then on all its checkpoints are newer.
/// </summary>
[GenerateSerializer, Immutable, Alias("gan.checkpoint-version")]
public readonly record struct CheckpointVersion : IComparable<CheckpointVersion>
{
    /// <summary>A version.</summary>
    /// <param name="iteration">How many iterations were done, at least 0.</param>
    /// <param name="incarnation">Of the run that wrote it, at least 0.</param>
    public CheckpointVersion(long iteration, int incarnation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        ArgumentOutOfRangeException.ThrowIfNegative(incarnation);
        Iteration = iteration;
        Incarnation = incarnation;
    }

    /// <summary>How many iterations were done.</summary>
    [Id(0)]
    public long Iteration { get; }

    /// <summary>The incarnation that wrote it.</summary>
    [Id(1)]
    public int Incarnation { get; }

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CheckpointVersion version)
    {
        version = default;
        if (text?.Split('-') is not [var iterations, var incarnations]
            || !long.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out long iteration)
            || !int.TryParse(incarnations, NumberStyles.None, CultureInfo.InvariantCulture, out int incarnation))
            return false;
        var parsed = new CheckpointVersion(iteration, incarnation);
        if (parsed.ToString() != text)
            return false;
        version = parsed;
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(CheckpointVersion other)
    {
        int order = Incarnation.CompareTo(other.Incarnation);
        return order != 0 ? order : Iteration.CompareTo(other.Iteration);
    }

    /// <summary>Whether <paramref name="left"/> is older than <paramref name="right"/>.</summary>
    public static bool operator <(CheckpointVersion left, CheckpointVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer than <paramref name="right"/>.</summary>
    public static bool operator >(CheckpointVersion left, CheckpointVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is not newer than <paramref name="right"/>.</summary>
    public static bool operator <=(CheckpointVersion left, CheckpointVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is not older than <paramref name="right"/>.</summary>
    public static bool operator >=(CheckpointVersion left, CheckpointVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The name of its folder: iteration and incarnation, for example <c>00001000-0001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Iteration:D8}-{Incarnation:D4}");
}
