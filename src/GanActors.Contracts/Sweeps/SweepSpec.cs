namespace GanActors.Sweeps;

/// <summary>A sweep: many runs of one recipe that differ in what the space varies, and what is wanted of them. Immutable and checked.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Description">One line.</param>
/// <param name="RecipeYaml">The recipe that is varied, resolved: every value it has, written out.</param>
/// <param name="Space">What is varied.</param>
/// <param name="Objective">What is wanted.</param>
/// <param name="Scheduler">Who decides which configuration is trained how long.</param>
/// <param name="Budget">How much may be spent.</param>
/// <param name="Seed">Of the configurations drawn, and of the runs.</param>
/// <param name="Retries">How often a run that failed for another reason than its configuration is tried again.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep")]
public sealed record SweepSpec(
    string Name,
    string Description,
    string RecipeYaml,
    SearchSpace Space,
    ObjectiveSpec Objective,
    SchedulerSpec Scheduler,
    BudgetSpec Budget,
    ulong Seed = 1,
    int Retries = 1);

/// <summary>What a sweep wants of a configuration.</summary>
/// <param name="Metric">One of <see cref="Recipes.RunFigures.Names"/>.</param>
/// <param name="Minimize">Whether less is better.</param>
/// <param name="Seeds">Runs of a configuration, each of its own seed.</param>
/// <param name="Combine">What becomes of their figures.</param>
/// <param name="Samples">Generated items that an evaluation looks at.</param>
/// <param name="Extractor">Name of the only feature extractor whose figures count; null for that of the first evaluation.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.objective")]
public sealed record ObjectiveSpec(
    string Metric, bool Minimize, int Seeds = 1, SeedStatistic Combine = SeedStatistic.Mean, int Samples = 2_500, string? Extractor = null);

/// <summary>What becomes of the figures of a configuration's runs.</summary>
public enum SeedStatistic
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their median; of an even number, the mean of the two in the middle.</summary>
    Median,
}

/// <summary>How much a sweep may spend.</summary>
/// <param name="Trials">Configurations; for a grid, the most of its points.</param>
/// <param name="Iterations">Of a run that is trained to its end.</param>
/// <param name="WallTime">After it no new work is begun; null for no limit.</param>
/// <param name="Parallel">Runs at once; null for one a device lane.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.budget")]
public sealed record BudgetSpec(int Trials, long Iterations, TimeSpan? WallTime = null, int? Parallel = null);
