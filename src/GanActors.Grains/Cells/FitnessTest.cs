using GanActors.Cells;
using GanActors.Datasets;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Cells;

/// <summary>
/// Measures fitness on a sample of an epoch: the recipe's losses of generators against discriminators, as both are used after training. Less is fitter.
/// </summary>
internal sealed class FitnessTest
{
    private readonly FitnessSpec _spec;
    private readonly Recipe _recipe;
    private readonly IDataset _data;
    private readonly Shape _packed;
    private readonly float[] _noise, _real, _gradient;
    private readonly Batch _noiseBatch, _realBatch;

    /// <summary>For one cell.</summary>
    /// <param name="spec">How.</param>
    /// <param name="recipe">The cell's recipe, with its seed.</param>
    /// <param name="data">The cell's data.</param>
    public FitnessTest(FitnessSpec spec, Recipe recipe, IDataset data)
    {
        _spec = spec;
        _recipe = recipe;
        _data = data;
        _packed = recipe.Packed(data.Item);
        int pack = recipe.Discriminator.Pack;
        int count = Math.Max(pack, Math.Min(spec.Sample, data.Count) / pack * pack);
        _noise = new float[count * recipe.Noise.Size];
        _real = new float[count * data.Item.Size];
        _gradient = new float[count / pack];
        _noiseBatch = new Batch(new Shape(recipe.Noise.Size), count, _noise);
        _realBatch = new Batch(data.Item, count, _real);
    }

    /// <summary>Draws the sample of an epoch.</summary>
    public void Draw(long epoch)
    {
        ulong seed = _recipe.Run.Seed;
        LatentNoise.Fill(_recipe.Noise.Distribution, new RandomStream(seed, StreamPurpose.Fitness, 0, (ulong)epoch), _noise);
        int[] items = new int[_realBatch.Count];
        new TabulatedPermutation(new RandomStream(seed, StreamPurpose.Fitness, 1, (ulong)epoch), _data.Count).Read(0, items);
        _data.Gather(items, new PixelRange(_recipe.Data.Low, _recipe.Data.High), _real);
    }

    /// <summary>Every generator against every discriminator.</summary>
    public (double[] Generators, double[] Discriminators) Of(IReadOnlyList<IFrozenNetwork> generators, IReadOnlyList<IFrozenNetwork> discriminators)
    {
        double[,] ofGenerators = new double[generators.Count, discriminators.Count], ofDiscriminators = new double[discriminators.Count, generators.Count];
        double[] onReal = [.. discriminators.Select(discriminator => GanLoss.Real(_recipe.Loss, Logits(discriminator, _realBatch), _gradient))];
        for (int g = 0; g < generators.Count; g++)
        {
            var fakes = generators[g].Infer(_noiseBatch);
            for (int d = 0; d < discriminators.Count; d++)
            {
                var logits = Logits(discriminators[d], fakes);
                ofGenerators[g, d] = GanLoss.Generator(_recipe.Loss, logits, _gradient);
                ofDiscriminators[d, g] = onReal[d] + GanLoss.Fake(_recipe.Loss, logits, _gradient);
            }
        }

        return (Together(ofGenerators), Together(ofDiscriminators));
    }

    private ReadOnlySpan<float> Logits(IFrozenNetwork discriminator, Batch items) => discriminator.Infer(items.As(_packed)).Values.Span;

    private double[] Together(double[,] losses)
    {
        double[] fitness = new double[losses.GetLength(0)];
        double[] row = new double[losses.GetLength(1)];
        for (int i = 0; i < fitness.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = losses[i, j];
            fitness[i] = _spec.Kind switch
            {
                FitnessKind.Average => row.Average(),
                FitnessKind.Worst => row.Max(),
                FitnessKind.Best => row.Min(),
                _ => throw new NotSupportedException($"No fitness {_spec.Kind}."),
            };
        }

        return fitness;
    }
}
