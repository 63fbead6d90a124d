using GanActors.Engines;
using GanActors.Recipes;

namespace GanActors.Grains.Duel;

/// <summary>
/// Takes a network's steps, and skips those that would put NaN or infinity into it, if the recipe wants that. A skipped step leaves
/// everything as it was, so that training goes on with the next batch.
/// </summary>
internal sealed class StepGuard(Recipe recipe)
{
    private readonly bool _skips = recipe.Divergence?.Action == DivergenceAction.Skip;
    private string? _skipped;

    /// <summary>Takes a step, or skips it.</summary>
    /// <returns>What it did; norm and learning rate are NaN if it was skipped.</returns>
    /// <exception cref="NonFiniteException">The step met a number that is not finite, and the recipe skips none.</exception>
    public StepReport Step(INetwork network)
    {
        try
        {
            return network.Step();
        }
        catch (NonFiniteException exception) when (_skips)
        {
            _skipped = exception.Message;
            return new StepReport(exception.Step - 1, float.NaN, float.NaN);
        }
    }

    /// <summary>Why a step was skipped since this was last asked; null if none was.</summary>
    public string? Told()
    {
        string? told = _skipped;
        _skipped = null;
        return told;
    }
}
