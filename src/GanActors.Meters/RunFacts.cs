using GanActors.Duel;
using GanActors.Recipes;

namespace GanActors.Meters;

/// <summary>What is known of a run before it begins.</summary>
/// <param name="Run">The run.</param>
/// <param name="Recipe">What it trains.</param>
/// <param name="Sweep">The sweep it is a run of; null for none.</param>
public sealed record RunFacts(RunId Run, Recipe Recipe, string? Sweep);
