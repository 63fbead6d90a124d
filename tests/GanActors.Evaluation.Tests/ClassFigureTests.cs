using GanActors.Evaluation.Extractors;
using GanActors.Evaluation.Metrics;

namespace GanActors.Evaluation.Tests;

public sealed class ClassFigureTests
{
    [Fact]
    public void The_classifier_score_is_that_of_numpy() => Assert.Equal(
        NumPyFigures.Figure("classifier_score"), ClassifierScore.Of(new ClassProbabilities(NumPyFigures.Classes, NumPyFigures.Probabilities)), 1e-5);

    [Fact]
    public void Sure_and_varied_answers_score_the_number_of_classes_and_equal_ones_score_one()
    {
        Assert.Equal(3, ClassifierScore.Of(new ClassProbabilities(3, new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 })), 1e-9);
        Assert.Equal(1, ClassifierScore.Of(new ClassProbabilities(2, new float[] { 0.25f, 0.75f, 0.25f, 0.75f })), 1e-9);
    }

    [Fact]
    public void Entropy_distance_and_divergence_of_histograms_are_those_of_their_formulas()
    {
        var half = new Histogram([2, 2, 0, 0]);
        var even = new Histogram([5, 5, 5, 5]);
        Assert.Equal(Math.Log(2), half.Entropy, 1e-12);
        Assert.Equal(Math.Log(4), even.Entropy, 1e-12);
        Assert.Equal(0.5, half.DistanceTo(even), 1e-12);
        Assert.Equal(0, even.DistanceTo(even));
        Assert.Equal(Math.Log(2), half.ReverseKl([0.25, 0.25, 0.25, 0.25]), 1e-12);
        Assert.Equal(double.PositiveInfinity, half.ReverseKl([1, 0, 0, 0]));
        Assert.Equal(2, half.Occurring);
        Assert.Throws<ArgumentException>(() => half.DistanceTo(new Histogram([1])));
    }

    [Fact]
    public void The_reverse_divergence_of_the_modes_counts_what_is_missing()
    {
        float[] centres = [0, 0, 4, 0];
        Assert.Equal(0, ModeCoverage.Of([0, 0, 4, 0], centres, 1).ReverseKl, 1e-12);
        Assert.Equal(Math.Log(2), ModeCoverage.Of([0, 0, 0, 0], centres, 1).ReverseKl, 1e-12);
        Assert.Equal(double.NaN, ModeCoverage.Of([90, 0], centres, 1).ReverseKl);
    }
}
