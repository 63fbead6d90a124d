using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>A step on the real batch, then a step on the fake one, which the discriminator meets with weights already moved.</summary>
internal sealed class SeparateStudy(Recipe recipe, RealSource real) : Study(recipe, real)
{
    // The second of the two draws of a turn; iterations stay below 2^50, so a draw's top bit is free.
    private const ulong SecondDraw = 1UL << 63;
    private readonly LogitGradient _gradient = new(recipe.Batch);

    /// <inheritdoc/>
    public override Verdict Run(INetwork network, Turn turn, Batch? fakes)
    {
        var onReal = JudgeReal(network.ForwardTraining([Real.Next()], turn.Draw).Values.Span, _gradient.Values);
        network.Backward(_gradient.Batch, inputGradient: false);
        network.Step();

        var onFake = JudgeFake(network.ForwardTraining([fakes!], turn.Draw | SecondDraw).Values.Span, _gradient.Values);
        network.Backward(_gradient.Batch, inputGradient: false);
        var report = network.Step();
        return new Verdict(turn, onReal, onFake, report.GradientNorm, Real.Drawn);
    }
}
