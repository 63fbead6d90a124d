using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Server.Runs;

/// <summary>What a command is about to run.</summary>
/// <param name="Document">The recipe.</param>
/// <param name="Asked">The recipe as it is kept in the run folder.</param>
/// <param name="Folder">Where it goes; null until the recipe has been checked, for a new run.</param>
/// <param name="Opening">Whether the run is new.</param>
/// <param name="Changes">How a resumed run's recipe differs from what it was.</param>
internal sealed record TrainingPlan(RecipeDocument Document, Recipe Asked, RunFolder? Folder, RunOpening Opening, ImmutableArray<RecipeChange> Changes)
{
    /// <summary>A new run.</summary>
    public static TrainingPlan New(RecipeDocument document) => new(document, document.Recipe, null, RunOpening.New, []);

    /// <summary>A run to go on with, its recipe changed by overrides.</summary>
    /// <param name="stored">The run.</param>
    /// <param name="overrides"><c>key=value</c> each.</param>
    public static TrainingPlan Resume(StoredRun stored, IReadOnlyList<string> overrides)
    {
        var document = RecipeReader.Read(RecipeWriter.Write(stored.Effective), Path.Combine(stored.Folder.Path, RunFiles.Recipe), overrides);
        var changes = RecipeChanges.Between(stored.Effective, document.Recipe);
        Require(changes, document.Error);
        if (document.Recipe.Run.Iterations < stored.Iterations)
            throw document.Error("run.iterations", FormattableString.Invariant($"{stored.Iterations} iterations are done already; write more"));
        var asked = RecipeReader.Read(RecipeWriter.Write(stored.Asked), overrides: overrides).Recipe;
        return new TrainingPlan(document, asked, stored.Folder, RunOpening.Resume, changes);
    }

    /// <summary>A run to go on with, whose recipe was given anew.</summary>
    /// <param name="stored">The run.</param>
    /// <param name="wanted">The recipe that is wanted now.</param>
    public static TrainingPlan Resume(StoredRun stored, RecipeDocument wanted)
    {
        var changes = RecipeChanges.Between(stored.Asked, wanted.Recipe);
        Require(changes, wanted.Error);
        return Resume(stored, [.. changes.Where(change => change.After is not null).Select(change => $"{change.Key}={change.After}")]);
    }

    private static void Require(ImmutableArray<RecipeChange> changes, Func<string, string, RecipeException> error)
    {
        if (changes.FirstOrDefault(change => !change.IsFree) is { } refused)
        {
            throw error(
                refused.Key,
                $"the run was started with {refused.Before ?? "nothing"} here, and {refused.After ?? "nothing"} would make it another run; leave it, or train into a new folder");
        }
    }
}
