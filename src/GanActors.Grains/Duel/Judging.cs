using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Grains.Duel.Studies;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel;

/// <summary>
/// The generator's loss, and its gradient back to the fakes through a discriminator that cannot learn.
/// </summary>
internal sealed class Judging(Recipe recipe, Shape item)
{
    private readonly DiscriminatorView _view = new(recipe, item);
    private readonly LogitGradient _gradient = new(recipe.Packs);

    public Judgement Run(IFrozenNetwork discriminator, Turn turn, Batch fakes)
    {
        var logits = discriminator.Forward([_view.OfFakes(fakes, turn)], turn.Draw, keepTape: true).Values.Span;
        double loss = GanLoss.Generator(recipe.Loss, logits, _gradient.Values, scale: 1f);
        double score = DiscriminatorScore.Mean(recipe.Loss.Kind, logits);
        return new Judgement(turn, loss, score, new GradientFeedback(turn, _view.Feedback(discriminator.InputGradient(_gradient.Batch)).Roundable()));
    }
}
