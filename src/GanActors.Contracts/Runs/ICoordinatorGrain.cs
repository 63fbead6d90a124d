using GanActors.Duel;
using GanActors.Recipes;
using Orleans.Concurrency;

namespace GanActors.Runs;

/// <summary>
/// Runs one duel: carries batches, verdicts and feedback between the run's two networks and alone decides whose weights may move.
/// Its key is the run's id.
/// </summary>
[Alias("gan.coordinator")]
public interface ICoordinatorGrain : IGrainWithStringKey
{
    /// <summary>Sets both networks up and starts the duel, which then goes on by itself. Starting a started run changes nothing.</summary>
    [Alias("start")]
    Task<RunStarted> Start(RunOrder order);

    /// <summary>Asks the run to end after the iteration under way; it still leaves its last sheet, plots and summary.</summary>
    [Alias("stop")]
    [AlwaysInterleave]
    Task Stop(string reason);

    /// <summary>How the run stands, and what happened since event number <paramref name="after"/>.</summary>
    /// <param name="after">Number of the last event the caller has seen; 0 at first.</param>
    [Alias("watch")]
    [AlwaysInterleave]
    Task<RunProgress> Watch(long after);
}

/// <summary>What to run and where its results go.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Recipe">Checked.</param>
/// <param name="Folder">Full path of the run folder.</param>
/// <param name="RecipeYaml">The resolved recipe, as it is kept in the run folder.</param>
[GenerateSerializer, Immutable, Alias("gan.run-order")]
public sealed record RunOrder(RunId Run, Recipe Recipe, string Folder, string RecipeYaml);

/// <summary>A run that has started.</summary>
/// <param name="Generator">Its generator.</param>
/// <param name="Discriminator">Its discriminator.</param>
/// <param name="Iterations">How many iterations it will run.</param>
[GenerateSerializer, Immutable, Alias("gan.run-started")]
public sealed record RunStarted(GeneratorReady Generator, DiscriminatorReady Discriminator, long Iterations);
