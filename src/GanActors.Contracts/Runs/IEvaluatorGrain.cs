using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Runs;

/// <summary>
/// Measures copies of a run's generator while the run goes on, on a lane that no network trains on. Its key is the run's id. It keeps what belongs to the real
/// items from one evaluation to the next, and nothing else.
/// </summary>
[Alias("gan.evaluator")]
public interface IEvaluatorGrain : IGrainWithStringKey
{
    /// <summary>What the first evaluation has to do on this machine before it can measure, in words; null for nothing.</summary>
    [Alias("foresee")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<string?> Foresee(Recipe recipe);

    /// <summary>Measures a generator. The first time on a machine this may train the data's classifier.</summary>
    /// <exception cref="NotSupportedException">There are no figures for such data.</exception>
    /// <exception cref="ArithmeticException">The generator makes items that are not numbers.</exception>
    [Alias("evaluate")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<EvaluationReport> Evaluate(EvaluationOrder order);

    /// <summary>Frees what is kept.</summary>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task Release();
}

/// <summary>What to measure.</summary>
/// <param name="Recipe">The run's recipe: its data, its noise, and how many items are wanted.</param>
/// <param name="Item">Shape of an item.</param>
/// <param name="Generator">A copy of the generator.</param>
/// <param name="Iteration">Iterations done when it was taken.</param>
[GenerateSerializer, Immutable, Alias("gan.evaluation-order")]
public sealed record EvaluationOrder(Recipe Recipe, Shape Item, GeneratorWeights Generator, long Iteration);
