using System.Collections.Immutable;

namespace GanActors.Duel;

/// <summary>The modes of data that were drawn from round Gaussians, so that it can be told how many of them a generator has found.</summary>
/// <param name="Centres">Coordinates, one centre after another.</param>
/// <param name="StandardDeviation">Of each coordinate about its centre.</param>
[GenerateSerializer, Immutable, Alias("gan.mixture-modes")]
public sealed record MixtureModes(ImmutableArray<float> Centres, float StandardDeviation);
