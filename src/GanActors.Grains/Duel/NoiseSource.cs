using GanActors.Engines;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Duel;

/// <summary>Draws the generator's input into one buffer, used again for each draw.</summary>
internal sealed class NoiseSource
{
    private readonly ulong _seed;
    private readonly NoiseDistribution _distribution;
    private readonly float[] _values;
    private readonly Batch _batch;

    public NoiseSource(Recipe recipe, int count)
    {
        _seed = recipe.Run.Seed;
        _distribution = recipe.Noise.Distribution;
        _values = new float[count * recipe.Noise.Size];
        _batch = new Batch(new Shape(recipe.Noise.Size), count, _values);
    }

    /// <summary>The noise of one draw, <c>[count, size]</c>; it stands until the next.</summary>
    public Batch Draw(StreamPurpose purpose, ulong draw)
    {
        LatentNoise.Fill(_distribution, new RandomStream(_seed, purpose, 0, draw), _values);
        return _batch;
    }
}
