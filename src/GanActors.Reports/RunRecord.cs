using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GanActors.Recipes;

namespace GanActors.Reports;

/// <summary>What a run's folder tells.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="RecipeYaml">The recipe as it ran, every value in it.</param>
/// <param name="Recipe">The same, read.</param>
/// <param name="Course">The figures of each iteration.</param>
/// <param name="Summary">What the run said at its end; null if it has not ended in order.</param>
/// <param name="Events">What happened, oldest first.</param>
/// <param name="EventsLeftOut">How many more there are.</param>
/// <param name="Evaluations">How good the generator was, oldest first.</param>
/// <param name="Sheets">What it drew.</param>
/// <param name="Real">A sheet of the data; null if there is none.</param>
internal sealed record RunRecord(
    string Name,
    string RecipeYaml,
    Recipe Recipe,
    MetricsCourse Course,
    JsonObject? Summary,
    ImmutableArray<RunNote> Events,
    int EventsLeftOut,
    ImmutableArray<JsonObject> Evaluations,
    SheetTimeline Sheets,
    byte[]? Real);

/// <summary>Something that happened.</summary>
/// <param name="Time">When, as the run wrote it; may be empty.</param>
/// <param name="Iteration">At which iteration; null if at none.</param>
/// <param name="Kind">For example <c>alarm</c>.</param>
/// <param name="Words">In words.</param>
internal sealed record RunNote(string Time, long? Iteration, string Kind, string Words)
{
    /// <summary>Whether somebody should look.</summary>
    public bool IsAlarm => Kind.Contains("alarm", StringComparison.OrdinalIgnoreCase) || Kind.Contains("diverge", StringComparison.OrdinalIgnoreCase)
        || Kind.Contains("fail", StringComparison.OrdinalIgnoreCase) || Kind is "rolled_back" or "restored" or "skipped" || Kind.EndsWith("_fault", StringComparison.Ordinal);
}
