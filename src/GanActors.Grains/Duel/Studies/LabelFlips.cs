using GanActors.Duel;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>Draws of which items the discriminator is told the opposite.</summary>
internal sealed class LabelFlips
{
    private readonly ulong _seed;
    private readonly float _probability;
    private readonly LabelSides _sides;
    private readonly float[] _uniform;
    private readonly bool[] _flipped;

    public LabelFlips(Recipe recipe)
    {
        _seed = recipe.Run.Seed;
        _probability = recipe.Loss.FlipLabels;
        _sides = recipe.Loss.FlipSides;
        int count = _probability > 0f ? recipe.Packs : 0;
        _uniform = new float[count];
        _flipped = new bool[count];
    }

    /// <summary>One for each logit of a side, anew in each turn, in a buffer that is used again; none if the recipe flips none of them.</summary>
    public ReadOnlySpan<bool> Draw(Turn turn, Side side)
    {
        if (side == Side.Fake && _sides == LabelSides.One)
            return [];
        new RandomStream(_seed, StreamPurpose.Labels, (ushort)side, turn.Draw).Uniform(_uniform);
        for (int i = 0; i < _uniform.Length; i++)
            _flipped[i] = _uniform[i] < _probability;
        return _flipped;
    }
}
