namespace GanActors.Cli.Generation;

/// <summary>Which noise the user asked for, and what it shall become.</summary>
/// <param name="Seed">Null for the run's own.</param>
/// <param name="Truncation">Null for none.</param>
/// <param name="Class">Null for all in turn, of a conditional generator.</param>
internal sealed record NoiseWish(ulong? Seed, float? Truncation, byte? Class = null);
