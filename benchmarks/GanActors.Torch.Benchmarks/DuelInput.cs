using GanActors.Benchmarks;
using GanActors.Randomness;

namespace GanActors.Torch.Benchmarks;

/// <summary>What both loops are fed: the same noise, drawn anew each iteration, and sixteen batches of reals in turn.</summary>
internal sealed class DuelInput
{
    public const int Items = 64;

    /// <summary>How many batches of reals there are.</summary>
    public const int Batches = 16;

    private readonly float[][] _reals;
    private ulong _iteration;

    public DuelInput(Work work)
    {
        Noise = new float[Items * work.Generator.Input.Size];
        _reals = new float[Batches][];
        for (int i = 0; i < Batches; i++)
        {
            _reals[i] = new float[Items * work.Discriminator.Input.Size];
            new RandomStream(1, StreamPurpose.Dataset, 0, (ulong)i).Normal(_reals[i]);
        }
    }

    public float[] Noise { get; }

    /// <summary>Draws the noise and gives the number of the batch of reals.</summary>
    public int Next()
    {
        new RandomStream(1, StreamPurpose.Noise, 0, _iteration).Normal(Noise);
        return (int)(_iteration++ % Batches);
    }

    public float[] Reals(int batch) => _reals[batch];
}
