using GanActors.Recipes;

namespace GanActors.Sweeps;

/// <summary>The recipe of one run of a sweep.</summary>
public static class TrialRecipe
{
    /// <summary>
    /// The sweep's recipe with a configuration's values, the sweep's length, a seed of its own, evaluated as the objective wants it. It ends where the scheduler says and not by
    /// itself, and keeps its newest checkpoint.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="configuration">A point of its space.</param>
    /// <param name="seedIndex">Which of the configuration's runs, from 0. Its seed is the sweep's and so much more: the same for all configurations.</param>
    /// <returns>The recipe, and as YAML with every value spelled out.</returns>
    /// <exception cref="RecipeException">The values do not go together. Each has been tried when the sweep was read, but not all with all others.</exception>
    public static (Recipe Recipe, string Yaml) Of(SweepSpec sweep, Configuration configuration, int seedIndex)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentOutOfRangeException.ThrowIfNegative(seedIndex);
        var recipe = RecipeReader.Read(sweep.RecipeYaml, overrides: configuration.Settings.Select(setting => setting.ToString())).Recipe;
        long iterations = sweep.Budget.Iterations;
        recipe = recipe with
        {
            Run = new RunSpec(iterations, null, unchecked(sweep.Seed + (ulong)seedIndex)),
            Stop = null,
            Evaluate = ObjectiveSection.IsMeasured(sweep.Objective.Metric) ? new EvaluateSpec(iterations, sweep.Objective.Samples) : null,
            Checkpoint = (recipe.Checkpoint ?? new CheckpointSpec(Every: iterations, EverySeconds: null)) with { Keep = 1, Best = null },
        };
        return (recipe, RecipeWriter.Write(recipe));
    }
}
