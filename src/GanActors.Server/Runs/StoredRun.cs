using System.Text.Json;
using GanActors.Checkpoints;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Server.Runs;

/// <summary>A run that lies in a folder, to be gone on with.</summary>
/// <param name="Folder">Its id and its folder.</param>
/// <param name="Asked">The recipe as its user asked for it.</param>
/// <param name="Effective">The recipe as it is at the newest checkpoint: a roll-back may have lowered the learning rates.</param>
/// <param name="Iterations">Iterations done at the newest checkpoint; 0 if there is none.</param>
/// <param name="IsComplete">Whether it has ended as its recipe says.</param>
internal sealed record StoredRun(RunFolder Folder, Recipe Asked, Recipe Effective, long Iterations, bool IsComplete)
{
    /// <summary>Finds a run by its folder, or by its name under <c>runs/</c>.</summary>
    /// <exception cref="BadInputException">There is no such run.</exception>
    /// <exception cref="RecipeException">Its recipe cannot be read.</exception>
    /// <exception cref="CheckpointException">Its checkpoints cannot be read.</exception>
    public static async Task<StoredRun> Find(string name, string currentDirectory, CancellationToken stop)
    {
        string path = ResultSource.Runs.Find(name, RunFiles.Recipe, currentDirectory);
        if (!RunFolder.HoldsRun(path))
            throw new BadInputException($"'{name}' holds no run: there is no {RunFiles.Recipe} in it");
        var asked = RecipeReader.ReadFile(Path.Combine(path, RunFiles.Recipe)).Recipe;
        var archive = new CheckpointArchive(ConfiguredCheckpointStores.FromEnvironment().Open(Path.Combine(path, CheckpointArchive.FolderName)));
        var newest = (await archive.LatestAsync(stop)).Manifest;
        var effective = newest is null ? asked : RecipeReader.Read(newest.Recipe, $"{archive.Location}/{newest.Version}").Recipe;
        return new StoredRun(RunFolder.Of(path, asked.Name), asked, effective, newest?.Version.Iteration ?? 0, IsCompleted(path));
    }

    // The summary is taken away when a run goes on.
    private static bool IsCompleted(string path)
    {
        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, RunFiles.Summary)));
            return summary.RootElement.TryGetProperty("state", out var state) && state.ValueEquals("completed");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
