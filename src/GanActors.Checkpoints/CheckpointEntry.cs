using System.Collections.Immutable;

namespace GanActors.Checkpoints;

/// <summary>What is left of a version.</summary>
public enum CheckpointCondition
{
    /// <summary>The manifest and all it names are there.</summary>
    Whole,

    /// <summary>There is no manifest: it is being written, its writer died, or it was being deleted when the sweep broke off.</summary>
    Unfinished,

    /// <summary>It was whole, and something of it has changed or is gone.</summary>
    Damaged,
}

/// <summary>One version in a store.</summary>
/// <param name="Version">Which.</param>
/// <param name="Condition">What is left of it.</param>
/// <param name="Reason">Why it is not whole, one line that names the file; null if it is.</param>
/// <param name="Manifest">Null if there is none, or none that can be read.</param>
/// <param name="Bytes">What its parts take, manifest included.</param>
/// <param name="Pinned">Whether no sweep deletes it.</param>
public sealed record CheckpointEntry(
    CheckpointVersion Version, CheckpointCondition Condition, string? Reason, CheckpointManifest? Manifest, long Bytes, bool Pinned);

/// <summary>Where a run goes on.</summary>
/// <param name="Manifest">The newest version of which every byte is as it was written; null if there is none.</param>
/// <param name="Skipped">Newer ones that are not, newest first, each with its reason.</param>
public sealed record LatestCheckpoint(CheckpointManifest? Manifest, ImmutableArray<CheckpointEntry> Skipped);
