using FsCheck;
using FsCheck.Fluent;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Features;
using GanActors.Evaluation.Metrics;

namespace GanActors.Evaluation.Tests;

public sealed class DistanceTests : IDisposable
{
    private readonly CpuDevice _one = new(1), _three = new(3);

    public void Dispose()
    {
        _one.Dispose();
        _three.Dispose();
    }

    [Fact]
    public void The_frechet_distance_is_that_of_scipy()
    {
        Assert.Equal(NumPyFigures.Figure("fid"), Frechet(NumPyFigures.Real, NumPyFigures.Fake), 1e-4);
        Assert.Equal(NumPyFigures.Figure("fid"), Frechet(NumPyFigures.Fake, NumPyFigures.Real), 1e-4);
    }

    [Fact]
    public void Fewer_items_than_features_have_a_frechet_distance_and_are_told_of()
    {
        Assert.Equal(NumPyFigures.Figure("fid_of_few"), Frechet(NumPyFigures.Real, NumPyFigures.Few), 1e-3);
        Assert.False(GaussianMoments.Of(NumPyFigures.Few).HasEnoughItems);
        Assert.True(GaussianMoments.Of(NumPyFigures.Real).HasEnoughItems);
    }

    [Fact]
    public void Equal_sets_are_at_frechet_distance_zero_and_a_shift_counts_squared()
    {
        var set = Sample.Normal(500, 20, seed: 1);
        Assert.Equal(0, Frechet(set, set), 1e-9);
        Assert.Equal(20 * 4, Frechet(set, Sample.Normal(500, 20, seed: 1, shift: 2)), 1e-3);
    }

    [Fact]
    public void A_collapsed_generator_has_a_finite_frechet_distance()
    {
        var same = Sample.Features(6, [.. Enumerable.Repeat(0.5f, 6 * 30)]);
        double distance = Frechet(NumPyFigures.Real, same);
        Assert.True(double.IsFinite(distance) && distance > 0);
        Assert.Equal(0, Frechet(same, same));
    }

    [Fact]
    public void The_frechet_distance_is_never_negative_or_no_number() =>
        Prop.ForAll(Gen.Two(Gen.Choose(2, 12)).ToArbitrary(), counts =>
        {
            var (left, right) = counts;
            double distance = Frechet(Sample.Normal(left, 8, (ulong)left), Sample.Normal(right, 8, (ulong)(100 + right)));
            return distance >= 0 && double.IsFinite(distance);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_kernel_estimate_is_that_of_numpy() => Assert.Equal(
        NumPyFigures.Figure("kid"),
        KernelDistance.Unbiased(_one, NumPyFigures.Real.Values.Span, NumPyFigures.Fake.Values.Span, 6),
        1e-4);

    [Fact]
    public void The_kernel_distance_of_two_samples_of_one_distribution_is_within_errors_of_zero()
    {
        var distance = KernelDistance.Between(_one, Sample.Normal(2_000, 16, 1), Sample.Normal(2_000, 16, 2), seed: 5);
        Assert.InRange(distance.Mean, -4 * distance.StandardError, 4 * distance.StandardError);
        Assert.Equal((4, 500), (distance.Blocks, distance.BlockSize));
        var apart = KernelDistance.Between(_one, Sample.Normal(2_000, 16, 1), Sample.Normal(2_000, 16, 2, shift: 0.3f), seed: 5);
        Assert.True(apart.Mean > 10 * apart.StandardError);
    }

    [Fact]
    public void A_larger_sample_is_cut_into_blocks_of_a_thousand()
    {
        var distance = KernelDistance.Between(_one, Sample.Normal(5_200, 4, 1), Sample.Normal(6_000, 4, 2), seed: 5);
        Assert.Equal((5, 1_000), (distance.Blocks, distance.BlockSize));
    }

    [Fact]
    public void Precision_recall_density_and_coverage_are_those_of_numpy()
    {
        var overlap = ManifoldOverlap.Of(_one, NumPyFigures.Real, NumPyFigures.Fake);
        Assert.Equal(NumPyFigures.Figure("precision"), overlap.Precision, 1e-12);
        Assert.Equal(NumPyFigures.Figure("recall"), overlap.Recall, 1e-12);
        Assert.Equal(NumPyFigures.Figure("density"), overlap.Density, 1e-12);
        Assert.Equal(NumPyFigures.Figure("coverage"), overlap.Coverage, 1e-12);
    }

    [Fact]
    public void One_repeated_item_is_precise_and_covers_nothing()
    {
        var real = Sample.Normal(300, 4, 1);
        var overlap = ManifoldOverlap.Of(_one, real, Sample.Features(4, [.. Enumerable.Repeat(0.01f, 4 * 300)]));
        Assert.Equal(1, overlap.Precision);
        Assert.Equal(0, overlap.Recall);
        Assert.True(overlap.Coverage < 0.2);
    }

    [Fact]
    public void Figures_do_not_depend_on_the_number_of_threads()
    {
        var (left, right) = (Sample.Normal(2_600, 33, 1), Sample.Normal(2_600, 33, 2, shift: 0.1f));
        Assert.Equal(ManifoldOverlap.Of(_one, left, right), ManifoldOverlap.Of(_three, left, right));
        Assert.Equal(KernelDistance.Between(_one, left, right, 1), KernelDistance.Between(_three, left, right, 1));
        Assert.Equal(
            FrechetDistance.Between(GaussianMoments.Of(left, 1), GaussianMoments.Of(right, 1)),
            FrechetDistance.Between(GaussianMoments.Of(left, 3), GaussianMoments.Of(right, 3)));
    }

    [Fact]
    public void Features_of_two_extractors_are_never_compared()
    {
        var other = Sample.Features(6, [.. new float[60]], Sample.Extractor with { Hash = "ffffffff" });
        Assert.Throws<MixedExtractorsException>(() => Frechet(NumPyFigures.Real, other));
        Assert.Throws<MixedExtractorsException>(() => KernelDistance.Between(_one, NumPyFigures.Real, other, 1));
        var refusal = Assert.Throws<MixedExtractorsException>(() => ManifoldOverlap.Of(_one, NumPyFigures.Real, other));
        Assert.Contains("00000000", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ffffffff", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_that_are_no_numbers_are_refused() => Assert.Throws<ArgumentException>(() => Sample.Features(2, [1, float.NaN]));

    private static double Frechet(FeatureSet left, FeatureSet right) => FrechetDistance.Between(GaussianMoments.Of(left), GaussianMoments.Of(right));
}
