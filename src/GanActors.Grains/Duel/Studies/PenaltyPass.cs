using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>
/// Adds the parameter gradients of the recipe's penalty to those that a step is about to spend: a forward of its own, the gradient of each
/// logit with respect to what it was shown, and back through that gradient.
/// </summary>
internal sealed class PenaltyPass
{
    private readonly PenaltySpec _spec;
    private readonly ScheduleSpec _schedule;
    private readonly ulong _seed;
    private readonly LogitGradient _ones;
    private readonly float[] _share, _points, _direction;
    private readonly Batch _pointBatch, _directionBatch;

    /// <summary>For packs of shape <paramref name="packed"/>.</summary>
    public PenaltyPass(PenaltySpec spec, Recipe recipe, Shape packed)
    {
        _spec = spec;
        _schedule = recipe.Schedule;
        _seed = recipe.Run.Seed;
        _ones = new LogitGradient(recipe.Packs);
        _ones.Values.Fill(1f);
        _share = new float[recipe.Packs];
        _points = new float[recipe.Packs * packed.Size];
        _direction = new float[recipe.Packs * packed.Size];
        _pointBatch = new Batch(packed, recipe.Packs, _points);
        _directionBatch = new Batch(packed, recipe.Packs, _direction);
    }

    /// <summary>Which penalty.</summary>
    public PenaltyKind Kind => _spec.Kind;

    /// <summary>
    /// Whether the turn has a penalty: one of <see cref="PenaltySpec.Every"/> of those sub-steps that could. It follows from the network and the turn,
    /// so a replayed turn agrees.
    /// </summary>
    public bool IsDue(INetwork network, Turn turn)
    {
        // By the steps it has taken, not by iterations: a schedule that freezes it in every other one would leave out every second count. But the switch,
        // whose schedule is fixed, feeds what the penalty needs in every other iteration.
        long studied = _schedule.Study switch
        {
            StudyKind.Switched => (turn.Iteration / 2 * _schedule.Discriminator) + turn.SubStep,
            StudyKind.Separate => network.Steps / 2,
            _ => network.Steps,
        };
        return studied % _spec.Every == 0;
    }

    /// <summary>The penalty at a batch.</summary>
    /// <returns>Its value.</returns>
    public double At(Batch points, INetwork network, Turn turn)
    {
        network.ForwardTraining([points], turn.Draw | FurtherDraws.Penalty);
        var gradient = network.InputGradient(_ones.Batch);
        float value = GradientPenalty.Of(_spec, gradient, _direction, scale: _spec.Every);
        network.BackwardInputGradient(_ones.Batch, _directionBatch);
        return value;
    }

    /// <summary>The penalty at random points on the straight lines between real items and fakes, one point a pair.</summary>
    /// <inheritdoc cref="At" path="/returns"/>
    public double Between(Batch real, Batch fakes, INetwork network, Turn turn)
    {
        new RandomStream(_seed, StreamPurpose.Interpolation, 0, turn.Draw).Uniform(_share);
        int size = _pointBatch.Item.Size;
        for (int item = 0; item < _share.Length; item++)
        {
            float share = _share[item];
            var from = fakes.Values.Span.Slice(item * size, size);
            var to = real.Values.Span.Slice(item * size, size);
            var point = _points.AsSpan(item * size, size);
            for (int i = 0; i < point.Length; i++)
                point[i] = from[i] + share * (to[i] - from[i]);
        }

        return At(_pointBatch, network, turn);
    }
}
