using GanActors.Grains.Runs;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

public sealed class EpochAccuracyTests
{
    [Fact]
    public void It_is_the_mean_over_the_iterations_of_the_epoch()
    {
        var accuracy = new EpochAccuracy(batchesPerEpoch: 2);
        accuracy.Note(Row(1, 0.5), realBatches: 1);
        Assert.True(double.IsNaN(accuracy.Last.Real));
        accuracy.Note(Row(0.5, 0.25), realBatches: 2);
        Assert.Equal((0.75, 0.375), accuracy.Last);
        accuracy.Note(Row(0, 0), realBatches: 3);
        Assert.Equal((0.75, 0.375), accuracy.Last);
        accuracy.Note(Row(0.5, 1), realBatches: 4);
        Assert.Equal((0.25, 0.5), accuracy.Last);
    }

    [Fact]
    public void An_iteration_that_did_not_see_a_side_does_not_count_for_it()
    {
        var accuracy = new EpochAccuracy(batchesPerEpoch: 2);
        accuracy.Note(Row(1, double.NaN), realBatches: 1);
        accuracy.Note(Row(0.5, 0.25), realBatches: 2);
        Assert.Equal((0.75, 0.25), accuracy.Last);
    }

    private static MetricsRow Row(double real, double fake) => new(1, 0, 0, 0, 0, real, fake, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1);
}
