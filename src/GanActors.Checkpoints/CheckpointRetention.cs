using System.Collections.Immutable;

namespace GanActors.Checkpoints;

/// <summary>Which checkpoints of a run are kept. Pinned ones are, beyond these.</summary>
/// <param name="Latest">How many of the newest, at least 1.</param>
/// <param name="Best">Those with the best figures, beyond the newest; null for none.</param>
public sealed record CheckpointRetention(int Latest, BestCheckpoints? Best = null)
{
    /// <summary>How many of the newest.</summary>
    public int Latest { get; } = Latest >= 1
        ? Latest
        : throw new ArgumentOutOfRangeException(nameof(Latest), Latest, "At least the newest checkpoint is kept, or the run could not go on.");

    /// <summary>Of whole versions, those to keep.</summary>
    public ImmutableSortedSet<CheckpointVersion> Keep(IEnumerable<CheckpointManifest> whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        CheckpointManifest[] newestFirst = [.. whole.OrderByDescending(manifest => manifest.Version)];
        return [.. newestFirst.Take(Latest).Concat(Best?.Of(newestFirst) ?? []).Select(manifest => manifest.Version)];
    }
}

/// <summary>The checkpoints at which a figure was best.</summary>
/// <param name="Count">How many.</param>
/// <param name="Metric">The figure's name in the manifests. A version without it, or where it is NaN, is never best.</param>
/// <param name="HighestIsBest">Whether a higher figure is better; by default a lower one is.</param>
public sealed record BestCheckpoints(int Count, string Metric, bool HighestIsBest = false)
{
    /// <summary>How many.</summary>
    public int Count { get; } = Count >= 0 ? Count : throw new ArgumentOutOfRangeException(nameof(Count), Count, "No fewer than none can be kept.");

    /// <summary>The best first; of equals the newer.</summary>
    public IEnumerable<CheckpointManifest> Of(IEnumerable<CheckpointManifest> manifests)
    {
        var measured = manifests.Where(manifest => manifest.Metrics.TryGetValue(Metric, out double figure) && !double.IsNaN(figure));
        var ordered = HighestIsBest
            ? measured.OrderByDescending(manifest => manifest.Metrics[Metric])
            : measured.OrderBy(manifest => manifest.Metrics[Metric]);
        return ordered.ThenByDescending(manifest => manifest.Version).Take(Count);
    }
}
