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
        var fed = feedsReal ? NextReal(turn) : Shown(fakes!, turn);
        var logits = network.ForwardTraining([fed], turn.Draw).Values.Span;
        var side = feedsReal ? JudgeReal(turn, logits, _gradient.Values) : JudgeFake(turn, logits, _gradient.Values);
        network.Backward(_gradient.Batch, inputGradient: false);
        double penalty = feedsReal ? Penalise(network, turn, fed, fakes: null) : Penalise(network, turn, real: null, fed);
        return Verdict(turn, feedsReal ? side : null, feedsReal ? null : side, penalty, network.Step());
    }
}
