using System.Collections.Immutable;
using System.Globalization;
using GanActors.Checkpoints;
using GanActors.Cli.Rendering;
using GanActors.Server.Runs;

namespace GanActors.Cli.Commands;

/// <summary>Which checkpoint an option means.</summary>
/// <param name="Option">The option, for messages.</param>
/// <param name="Iteration">Its iteration.</param>
/// <param name="Incarnation">The incarnation that wrote it; null for the newest that wrote one of this iteration.</param>
internal sealed record CheckpointChoice(string Option, long Iteration, int? Incarnation)
{
    /// <summary>Reads an iteration, or the name of a checkpoint's folder.</summary>
    /// <returns>Null if it is neither.</returns>
    public static CheckpointChoice? Read(string option, string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long iteration))
            return new CheckpointChoice(option, iteration, null);
        return CheckpointVersion.TryParse(text, out var version) ? new CheckpointChoice(option, version.Iteration, version.Incarnation) : null;
    }

    /// <summary>The checkpoint that is meant.</summary>
    /// <param name="entries">What there is, newest first.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public CheckpointVersion In(ImmutableArray<CheckpointEntry> entries)
    {
        var meant = entries.FirstOrDefault(entry =>
            entry.Manifest is not null && entry.Version.Iteration == Iteration && (Incarnation is null || entry.Version.Incarnation == Incarnation));
        if (meant is not null)
            return meant.Version;
        string[] known = [.. entries.Where(entry => entry.Manifest is not null).Select(entry => entry.Version.Iteration.ToString(CultureInfo.InvariantCulture)).Distinct()];
        string which = Incarnation is { } incarnation ? $"{new CheckpointVersion(Iteration, incarnation)}" : $"of iteration {Figures.Count(Iteration)}";
        throw new BadInputException($"{Option}: there is no checkpoint {which}; there are those of {string.Join(", ", known)}");
    }
}
