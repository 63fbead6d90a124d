using System.Globalization;
using GanActors.Checkpoints;
using GanActors.Recipes;
using GanActors.Server.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>A sweep in its folder, as it was last told.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="Summary">How it stood.</param>
internal sealed record StoredSweep(string Folder, SweepSummary Summary)
{
    /// <summary>The name of its folder.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Whether a process runs it now.</summary>
    public bool IsUnderWay { get; } = RunLock.IsHeld(Folder);

    /// <summary>Its state in a word or two.</summary>
    public string State => IsUnderWay ? "running"
        : Summary.Progress.State is SweepState.Running or SweepState.Paused ? "broken off"
        : Summary.Progress.State.ToString().ToLowerInvariant();

    /// <summary>The best trial so far.</summary>
    public Trial? Best => Leaderboard.Best(Summary.Objective, Summary.Progress.Trials);

    /// <summary>Finds a sweep.</summary>
    /// <param name="name">Its folder, or its name under <c>sweeps/</c>.</param>
    /// <param name="currentDirectory">Where <c>sweeps/</c> is.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    /// <exception cref="SweepException">It has not told anything yet, or its summary is damaged.</exception>
    public static StoredSweep Find(string name, string currentDirectory)
    {
        string folder = Path.TrimEndingDirectorySeparator(ResultSource.Sweeps.Find(name, SweepFiles.Sweep, currentDirectory));
        return File.Exists(Path.Combine(folder, SweepFiles.Sweep))
            ? new StoredSweep(folder, SweepSummary.Read(folder))
            : throw new BadInputException($"'{name}' holds no sweep: there is no {SweepFiles.Sweep} in it");
    }

    /// <summary>All under <c>sweeps/</c> that have told something, by name.</summary>
    public static IReadOnlyList<StoredSweep> All(string currentDirectory) =>
        [.. ResultSource.Sweeps.Known(SweepFiles.Summary, currentDirectory).Select(name => Find(name, currentDirectory))];

    /// <summary>What is searched.</summary>
    /// <exception cref="RecipeException">Its file has been changed, and makes no sense any more.</exception>
    public SweepSpec Spec(RecipeLibrary recipes) => SweepReader.ReadFile(Path.Combine(Folder, SweepFiles.Sweep), recipes).Spec;

    /// <summary>The recipe with the best configuration, as long as the sweep trained it.</summary>
    /// <param name="recipes">The recipes that have names.</param>
    /// <param name="overrides">What else is to be changed, <c>key=value</c> each.</param>
    /// <exception cref="BadInputException">No trial has reported.</exception>
    public RecipeDocument BestRecipe(RecipeLibrary recipes, IReadOnlyList<string> overrides)
    {
        var (spec, best) = (Spec(recipes), RequireBest());
        string length = string.Create(CultureInfo.InvariantCulture, $"run.iterations={spec.Budget.Iterations}");
        string[] found = [.. best.Configuration.Settings.Select(setting => setting.ToString())];
        return RecipeReader.Read(spec.RecipeYaml, Path.Combine(Folder, SweepFiles.Sweep), [length, .. found, .. overrides]);
    }

    /// <summary>The best trial.</summary>
    /// <exception cref="BadInputException">None has reported.</exception>
    public Trial RequireBest() => Best ?? throw new BadInputException($"no trial of the sweep '{Name}' has reported a figure yet");
}
