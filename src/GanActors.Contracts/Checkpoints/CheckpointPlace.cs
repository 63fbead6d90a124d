namespace GanActors.Checkpoints;

/// <summary>Where one checkpoint of a run is kept.</summary>
/// <param name="Store">The store: the full path of a folder, or whatever else the silos' stores open.</param>
/// <param name="Version">The checkpoint.</param>
[GenerateSerializer, Immutable, Alias("gan.checkpoint-place")]
public sealed record CheckpointPlace(string Store, CheckpointVersion Version);

/// <summary>A checkpoint that a network is to become again.</summary>
/// <param name="Place">The checkpoint.</param>
/// <param name="RealBatches">Real batches drawn in the run by then.</param>
[GenerateSerializer, Immutable, Alias("gan.restore-point")]
public sealed record RestorePoint(CheckpointPlace Place, long RealBatches);
