using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>The discriminator's accuracy over each epoch: the mean of those of its iterations, for real and generated items apart.</summary>
internal sealed class EpochAccuracy(int batchesPerEpoch)
{
    private long _epoch;
    private Sum _real = new(0, 0), _fake = new(0, 0);

    /// <summary>Over the last whole epoch; NaN where a side was not seen in it.</summary>
    public (double Real, double Fake) Last { get; private set; } = (double.NaN, double.NaN);

    /// <summary>Takes note of an iteration, after which the discriminator has drawn so many real batches.</summary>
    public void Note(MetricsRow row, long realBatches)
    {
        Add(ref _real, row.AccuracyReal);
        Add(ref _fake, row.AccuracyFake);
        long epoch = realBatches / batchesPerEpoch;
        if (epoch == _epoch)
            return;
        _epoch = epoch;
        Last = (_real.Mean, _fake.Mean);
        (_real, _fake) = (new Sum(0, 0), new Sum(0, 0));
    }

    /// <summary>What has been noted of the epoch under way.</summary>
    public Memory Save() => new(_epoch, _real, _fake);

    /// <summary>Goes on where another left off.</summary>
    public void Load(Memory memory) => (_epoch, _real, _fake) = (memory.Epoch, memory.Real, memory.Fake);

    private static void Add(ref Sum side, double accuracy)
    {
        if (!double.IsNaN(accuracy))
            side = new Sum(side.Total + accuracy, side.Count + 1);
    }

    /// <summary>Accuracies of the epoch under way.</summary>
    internal sealed record Memory(long Epoch, Sum Real, Sum Fake);

    /// <summary>Accuracies of one side.</summary>
    internal sealed record Sum(double Total, int Count)
    {
        public double Mean => Total / Count;
    }
}
