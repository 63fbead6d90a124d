using FsCheck;
using FsCheck.Fluent;
using GanActors.Datasets;

namespace GanActors.Evaluation.Tests;

public sealed class ModeCoverageTests
{
    private static readonly float[] Centres = [0, 0, 4, 0];

    [Fact]
    public void A_sample_is_of_high_quality_within_three_standard_deviations()
    {
        var coverage = ModeCoverage.Of([0, 2.99f, 0, 3.01f, 4, 0, 4, -20], Centres, standardDeviation: 1);
        Assert.Equal([1, 1], coverage.Hits);
        Assert.Equal(4, coverage.Count);
        Assert.Equal(0.5, coverage.HighQuality);
        Assert.Equal((2, 2), (coverage.Captured, coverage.Modes));
    }

    [Fact]
    public void A_sample_counts_for_the_nearest_mode_only()
    {
        var coverage = ModeCoverage.Of([1.9f, 0, 1.5f, 0], Centres, standardDeviation: 1);
        Assert.Equal([2, 0], coverage.Hits);
        Assert.Equal(1, coverage.Captured);
    }

    [Fact]
    public void Many_samples_far_away_capture_nothing()
    {
        var coverage = ModeCoverage.Of([2, 2, 100, 0, float.NaN, 0, 0, float.PositiveInfinity], Centres, standardDeviation: 0.1f);
        Assert.Equal(0, coverage.Captured);
        Assert.Equal(0, coverage.HighQuality);
    }

    [Fact]
    public void The_data_themselves_capture_every_mode_and_nearly_all_are_of_high_quality()
    {
        // Of a round Gaussian of the plane exp(-9/2), 1.1 %, lies beyond three standard deviations.
        foreach (var mixture in new[] { Mixture.Ring, Mixture.Grid })
        {
            float[] centres = [.. mixture.Centres.SelectMany(centre => new[] { centre.X, centre.Y })];
            float[] points = new float[2 * 20_000];
            new MixtureDataset("data", mixture, 20_000, seed: 3, index: 7).Gather([.. Enumerable.Range(0, 20_000)], new PixelRange(-1, 1), points);
            var coverage = ModeCoverage.Of(points, centres, mixture.StandardDeviation);
            Assert.Equal(mixture.Centres.Length, coverage.Captured);
            Assert.Equal(0.989, coverage.HighQuality, tolerance: 0.003);
        }
    }

    [Fact]
    public void The_order_of_samples_does_not_matter_and_no_count_exceeds_what_there_is() =>
        Prop.ForAll(Gen.NonEmptyListOf(Gen.Two(Gen.Choose(-60, 60))).ToArbitrary(), pairs =>
        {
            float[] Flat(IEnumerable<(int X, int Y)> points) => [.. points.SelectMany(point => new[] { point.X / 10f, point.Y / 10f })];
            var points = pairs.Select(pair => (pair.Item1, pair.Item2)).ToArray();
            var once = ModeCoverage.Of(Flat(points), Centres, 0.5f);
            var reversed = ModeCoverage.Of(Flat(points.Reverse()), Centres, 0.5f);
            return once.Hits.SequenceEqual(reversed.Hits) && once.Hits.Sum() <= once.Count && once.Captured <= Math.Min(once.Modes, once.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_a_point_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ModeCoverage.Of([1, 2, 3], Centres, 1));
        Assert.Throws<ArgumentException>(() => ModeCoverage.Of([], Centres, 1));
        Assert.Throws<ArgumentException>(() => ModeCoverage.Of([1, 2], [], 1));
    }
}
