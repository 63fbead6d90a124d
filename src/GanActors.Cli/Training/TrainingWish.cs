namespace GanActors.Cli.Training;

/// <summary>What the user of <c>train</c> asked for.</summary>
/// <param name="Recipe">A name or a file; null for the quick start on the best data at hand.</param>
/// <param name="Overrides">Values of the recipe to change, <c>key=value</c>; the last of a key counts.</param>
/// <param name="Data">The data directory, if named.</param>
/// <param name="Out">The run folder, if named.</param>
/// <param name="Threads">Threads of the CPU device; null for all cores.</param>
/// <param name="Json">JSON lines instead of something to look at.</param>
internal sealed record TrainingWish(
    string? Recipe, IReadOnlyList<string> Overrides, string? Data, string? Out, int? Threads, bool Json);
