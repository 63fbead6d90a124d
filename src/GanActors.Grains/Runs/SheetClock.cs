using GanActors.Recipes;

namespace GanActors.Grains.Runs;

/// <summary>When the next sample sheet is due.</summary>
internal sealed class SheetClock(SamplesSpec samples, int batchesPerEpoch, long realBatches = 0)
{
    /// <summary>Whole epochs done, at the last look.</summary>
    public long Epoch { get; private set; } = realBatches / batchesPerEpoch;

    /// <summary>Whether a sheet is due after so many iterations and real batches. To be asked after every iteration.</summary>
    public bool IsDue(long iterations, long realBatches)
    {
        long before = Epoch;
        Epoch = realBatches / batchesPerEpoch;
        return samples.EveryEpochs is { } epochs ? Epoch / epochs > before / epochs : samples.Every is { } every && iterations % every == 0;
    }
}
