namespace GanActors.Cli.Generation;

/// <summary>Which noise the user asked for.</summary>
/// <param name="Seed">Null for the run's own.</param>
/// <param name="Truncation">Null for none.</param>
internal sealed record NoiseWish(ulong? Seed, float? Truncation);
