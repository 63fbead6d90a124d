using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>One step on the sum of both losses. Real and fake go through together, but are normalised apart.</summary>
internal sealed class CombinedStudy(Recipe recipe, RealSource real) : Study(recipe, real)
{
    private readonly LogitGradient _gradient = new(2 * recipe.Batch);

    /// <inheritdoc/>
    public override Verdict Run(INetwork network, Turn turn, Batch? fakes)
    {
        var logits = network.ForwardTraining([Real.Next(), fakes!], turn.Draw).Values.Span;
        var onReal = JudgeReal(logits[..BatchSize], _gradient.Values[..BatchSize]);
        var onFake = JudgeFake(logits[BatchSize..], _gradient.Values[BatchSize..]);
        network.Backward(_gradient.Batch, inputGradient: false);
        var report = network.Step();
        return new Verdict(turn, onReal, onFake, report.GradientNorm, Real.Drawn);
    }
}
