using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>One step on the sum of both losses. Real and fake go through together, but are normalised apart.</summary>
internal sealed class CombinedStudy(Recipe recipe, RealSource real) : Study(recipe, real)
{
    private readonly LogitGradient _gradient = new(2 * recipe.Packs);

    /// <inheritdoc/>
    public override Verdict Run(INetwork network, Turn turn, Batch? fakes)
    {
        Batch real = NextReal(turn), shown = Shown(fakes!, turn);
        var (onReal, onFake) = Judge(turn, network.ForwardTraining([real, shown], turn.Draw).Values.Span);
        network.Backward(_gradient.Batch, inputGradient: false);
        double penalty = Penalise(network, turn, real, shown);
        return Verdict(turn, onReal, onFake, penalty, Step(network));
    }

    /// <inheritdoc/>
    public override Verdict Assess(IFrozenNetwork network, Turn turn, Batch? fakes)
    {
        Batch real = NextReal(turn), shown = Shown(fakes!, turn);
        var (onReal, onFake) = Judge(turn, network.Forward([real, shown], turn.Draw, keepTape: false).Values.Span);
        return Verdict(turn, onReal, onFake);
    }

    private (SideVerdict Real, SideVerdict Fake) Judge(Turn turn, ReadOnlySpan<float> logits) =>
        (JudgeReal(turn, logits[..Packs], _gradient.Values[..Packs]), JudgeFake(turn, logits[Packs..], _gradient.Values[Packs..]));
}
