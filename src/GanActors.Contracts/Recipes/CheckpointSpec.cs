namespace GanActors.Recipes;

/// <summary>When checkpoints are written, and which of them are kept. One is written at the end of a run, too.</summary>
/// <param name="Every">Iterations between two; null if <paramref name="EverySeconds"/> is given.</param>
/// <param name="EverySeconds">Seconds between two. When they are written depends on the clock then; what the run computes does not.</param>
/// <param name="Keep">How many of the newest are kept.</param>
/// <param name="Best">Which others are kept; null for none but pinned ones.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.checkpoint")]
public sealed record CheckpointSpec(long? Every = null, float? EverySeconds = 30f, int Keep = 3, BestSpec? Best = null);

/// <summary>Checkpoints that are kept for a figure of theirs.</summary>
/// <param name="Metric">Its name: a column of <c>metrics.csv</c>, or a figure of an evaluation.</param>
/// <param name="Smallest">Whether the smallest is the best, else the largest.</param>
/// <param name="Keep">How many.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.checkpoint.best")]
public sealed record BestSpec(string Metric, bool Smallest = true, int Keep = 1);
