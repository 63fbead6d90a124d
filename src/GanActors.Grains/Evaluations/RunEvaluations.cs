using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Evaluations;

/// <summary>
/// The evaluations of one run, for its coordinator: says when one is due, sends a copy of the generator to the evaluator and goes on. One is under way at a time; if
/// it is not done when the next is due, the duel waits, so that which iterations are evaluated never depends on the clock.
/// </summary>
/// <param name="recipe">The run's recipe, which wants evaluations.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="item">Shape of an item.</param>
/// <param name="iterations">Iterations done: not 0 if the run goes on from a checkpoint.</param>
/// <param name="evaluator">Who evaluates.</param>
/// <param name="done">Told of every evaluation, in the coordinator's turn.</param>
/// <param name="failed">Told why one could not be made.</param>
/// <param name="foreseen">Told what the first has to do before it can measure, if that takes long.</param>
internal sealed class RunEvaluations(
    Recipe recipe, string folder, Shape item, long iterations, IEvaluatorGrain evaluator,
    Func<EvaluatedGenerator, EvaluationReport, Task> done, Action<string> failed, Action<string> foreseen)
{
    private readonly EvaluationCourse _course = new(folder, iterations);
    private Task _underWay = Task.CompletedTask;
    private long _asked = -1;
    private bool _isForeseen;

    /// <summary>Whether one is due: to be asked after every iteration, and once when the run goes on from a checkpoint.</summary>
    public bool IsDue(long iteration) => iteration > 0 && iteration % recipe.Evaluate!.Every == 0 && !IsKnown(iteration);

    /// <summary>Evaluates a copy of the generator while the run goes on.</summary>
    public async Task Begin(long iteration, GeneratorWeights generator)
    {
        await _underWay;
        _asked = iteration;
        _underWay = Evaluate(iteration, generator);
    }

    /// <summary>Waits for the one under way.</summary>
    public Task Settle() => _underWay;

    /// <summary>Waits for the one under way, and evaluates the generator at the end if that has not been done.</summary>
    public async Task End(long iteration, GeneratorWeights generator)
    {
        if (iteration > 0 && !IsKnown(iteration))
            await Begin(iteration, generator);
        await Settle();
    }

    private bool IsKnown(long iteration) => iteration == _asked || _course.Has(iteration);

    // An evaluation that fails is told; a run is not to fail for it.
    private async Task Evaluate(long iteration, GeneratorWeights generator)
    {
        try
        {
            if (!_isForeseen && await evaluator.Foresee(recipe) is { } preparation)
                foreseen(preparation);
            _isForeseen = true;
            var report = await evaluator.Evaluate(new EvaluationOrder(recipe, item, generator, iteration));
            var evaluated = new EvaluatedGenerator(recipe.Name, iteration, recipe.Samples.Weights, recipe.Run.Seed);
            _course.Add(evaluated, report);
            await done(evaluated, report);
        }
        catch (Exception fault)
        {
            failed($"the generator after {iteration} iterations was not measured: {fault.Message}");
        }
    }
}
