using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>A step on the real batch, then a step on the fake one, which the discriminator meets with weights already moved.</summary>
internal sealed class SeparateStudy(Recipe recipe, RealSource real) : Study(recipe, real)
{
    private readonly LogitGradient _gradient = new(recipe.Packs);

    /// <inheritdoc/>
    public override Verdict Run(INetwork network, Turn turn, Batch? fakes)
    {
        var real = NextReal(turn);
        var onReal = JudgeReal(turn, network.ForwardTraining([real], turn.Draw).Values.Span, _gradient.Values);
        network.Backward(_gradient.Batch, inputGradient: false);
        double penaltyOnReal = Penalise(network, turn, real, fakes: null);
        Step(network);

        var shown = Shown(fakes!, turn);
        var onFake = JudgeFake(turn, network.ForwardTraining([shown], turn.Draw | FurtherDraws.SecondStep).Values.Span, _gradient.Values);
        network.Backward(_gradient.Batch, inputGradient: false);
        double penaltyOnFakes = Penalise(network, turn, real: null, shown);
        return Verdict(turn, onReal, onFake, double.IsNaN(penaltyOnReal) ? penaltyOnFakes : penaltyOnReal, Step(network));
    }

    /// <inheritdoc/>
    public override Verdict Assess(IFrozenNetwork network, Turn turn, Batch? fakes)
    {
        var onReal = JudgeReal(turn, network.Forward([NextReal(turn)], turn.Draw, keepTape: false).Values.Span, _gradient.Values);
        var logits = network.Forward([Shown(fakes!, turn)], turn.Draw | FurtherDraws.SecondStep, keepTape: false).Values.Span;
        return Verdict(turn, onReal, JudgeFake(turn, logits, _gradient.Values));
    }
}
