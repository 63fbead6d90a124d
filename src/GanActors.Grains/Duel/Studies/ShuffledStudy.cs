using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>
/// Real and fake items mixed into one batch with their labels, normalised together, and one step on the mean loss over all of them.
/// </summary>
internal sealed class ShuffledStudy : Study
{
    private readonly ulong _seed;
    private readonly LogitGradient _gradient;
    private readonly float[] _mixed, _logits, _sideGradient;
    private readonly byte[] _classes;
    private readonly int[] _places;
    private Batch? _batch;

    public ShuffledStudy(Recipe recipe, RealSource real)
        : base(recipe, real)
    {
        int count = 2 * recipe.Packs;
        _seed = recipe.Run.Seed;
        _gradient = new LogitGradient(count);
        _mixed = new float[count * recipe.Packed(real.Item).Size];
        _classes = recipe.IsConditional ? new byte[count] : [];
        _logits = new float[count];
        _sideGradient = new float[count];
        _places = new int[count];
    }

    /// <inheritdoc/>
    public override Verdict Run(INetwork network, Turn turn, Batch? fakes)
    {
        Batch real = NextReal(turn), shown = Shown(fakes!, turn);
        var (onReal, onFake) = Judge(turn, network.ForwardTraining([Mixed(real, shown, turn)], turn.Draw).Values.Span);
        for (int i = 0; i < _places.Length; i++)
            _gradient.Values[_places[i]] = _sideGradient[i];

        network.Backward(_gradient.Batch, inputGradient: false);
        double penalty = Penalise(network, turn, real, shown);
        return Verdict(turn, onReal, onFake, penalty, Step(network));
    }

    /// <inheritdoc/>
    public override Verdict Assess(IFrozenNetwork network, Turn turn, Batch? fakes)
    {
        Batch real = NextReal(turn), shown = Shown(fakes!, turn);
        var (onReal, onFake) = Judge(turn, network.Forward([Mixed(real, shown, turn)], turn.Draw, keepTape: false).Values.Span);
        return Verdict(turn, onReal, onFake);
    }

    private (SideVerdict Real, SideVerdict Fake) Judge(Turn turn, ReadOnlySpan<float> output)
    {
        // Item i of real-then-fake lies at place _places[i] of the mixed batch.
        for (int i = 0; i < _places.Length; i++)
            _logits[i] = output[_places[i]];
        return (
            JudgeReal(turn, _logits.AsSpan(0, Packs), _sideGradient.AsSpan(0, Packs), scale: 0.5f),
            JudgeFake(turn, _logits.AsSpan(Packs), _sideGradient.AsSpan(Packs), scale: 0.5f));
    }

    private Batch Mixed(Batch real, Batch fakes, Turn turn)
    {
        _batch ??= new Batch(real.Item, _places.Length, _mixed, _classes);
        var order = new KeyedPermutation(new RandomStream(_seed, StreamPurpose.Mixing, 0, turn.Draw), _places.Length);
        int size = real.Item.Size;
        for (int i = 0; i < _places.Length; i++)
        {
            _places[i] = order[i];
            var (source, row) = i < real.Count ? (real, i) : (fakes, i - real.Count);
            source.Values.Span.Slice(row * size, size).CopyTo(_mixed.AsSpan(_places[i] * size));
            if (_classes.Length > 0)
                _classes[_places[i]] = source.Classes.Span[row];
        }

        return _batch;
    }
}
