using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>A switch feeds real items in even iterations and fakes in odd ones; one step on what it feeds.</summary>
internal sealed class SwitchedStudy(Recipe recipe, RealSource real) : Study(recipe, real)
{
    private readonly LogitGradient _gradient = new(recipe.Packs);
    private readonly ScheduleSpec _schedule = recipe.Schedule;

    /// <inheritdoc/>
    public override Verdict Run(INetwork network, Turn turn, Batch? fakes)
    {
        bool feedsReal = _schedule.FeedsReal(turn.Iteration);
        var fed = Fed(turn, fakes);
        var (onReal, onFake) = Judge(turn, network.ForwardTraining([fed], turn.Draw).Values.Span);
        network.Backward(_gradient.Batch, inputGradient: false);
        double penalty = feedsReal ? Penalise(network, turn, fed, fakes: null) : Penalise(network, turn, real: null, fed);
        return Verdict(turn, onReal, onFake, penalty, Step(network));
    }

    /// <inheritdoc/>
    public override Verdict Assess(IFrozenNetwork network, Turn turn, Batch? fakes)
    {
        var (onReal, onFake) = Judge(turn, network.Forward([Fed(turn, fakes)], turn.Draw, keepTape: false).Values.Span);
        return Verdict(turn, onReal, onFake);
    }

    private Batch Fed(Turn turn, Batch? fakes) => _schedule.FeedsReal(turn.Iteration) ? NextReal(turn) : Shown(fakes!, turn);

    private (SideVerdict? Real, SideVerdict? Fake) Judge(Turn turn, ReadOnlySpan<float> logits) => _schedule.FeedsReal(turn.Iteration)
        ? (JudgeReal(turn, logits, _gradient.Values), null)
        : (null, JudgeFake(turn, logits, _gradient.Values));
}
