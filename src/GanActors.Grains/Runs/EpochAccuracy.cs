using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>The discriminator's accuracy over each epoch: the mean of those of its iterations, for real and generated items apart.</summary>
internal sealed class EpochAccuracy(int batchesPerEpoch)
{
    private long _epoch;
    private (double Sum, int Count) _real, _fake;

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
        Last = (_real.Sum / _real.Count, _fake.Sum / _fake.Count);
        (_real, _fake) = (default, default);
    }

    private static void Add(ref (double Sum, int Count) side, double accuracy)
    {
        if (!double.IsNaN(accuracy))
            side = (side.Sum + accuracy, side.Count + 1);
    }
}
