using GanActors.Engines.Losses;
using GanActors.Recipes;

namespace GanActors.Engines.Tests;

/// <summary>Losses, their gradients and what the figures count.</summary>
public sealed class LossTests
{
    private static readonly float[] Logits = [-40f, -3f, -0.5f, 0f, 0.2f, 1f, 5f, 40f];

    public static TheoryData<LossSpec> Specs()
    {
        var specs = new TheoryData<LossSpec>();
        foreach (var kind in new[] { LossKind.NonSaturating, LossKind.Saturating, LossKind.LeastSquares })
        {
            specs.Add(new LossSpec(kind));
            specs.Add(new LossSpec(kind, 0.1f));
            specs.Add(new LossSpec(kind, 0.1f, SmoothingSides.Two));
        }

        return specs;
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Losses_and_gradients_are_those_of_the_papers(LossSpec spec)
    {
        double smoothing = 0.1 * (spec.LabelSmoothing > 0 ? 1 : 0);
        double real = 1 - smoothing, fake = spec.SmoothingSides == SmoothingSides.Two ? smoothing : 0;
        bool squares = spec.Kind == LossKind.LeastSquares;
        Check(GanLoss.Real, spec, x => squares ? (x - real) * (x - real) : CrossEntropy(x, real));
        Check(GanLoss.Fake, spec, x => squares ? (x - fake) * (x - fake) : CrossEntropy(x, fake));
        Check(GanLoss.Generator, spec, x => spec.Kind switch
        {
            LossKind.NonSaturating => CrossEntropy(x, 1),
            LossKind.Saturating => -CrossEntropy(x, 0),
            _ => (x - 1) * (x - 1),
        });
    }

    [Fact]
    public void Only_real_labels_are_smoothed_on_one_side()
    {
        var spec = new LossSpec(LabelSmoothing: 0.2f);
        float[] gradient = new float[1];

        GanLoss.Fake(spec, [-100f], gradient);
        Assert.Equal(0f, gradient[0], 1e-30f);
        GanLoss.Real(spec, [100f], gradient);
        Assert.Equal(0.2f, gradient[0], 1e-6f);
        GanLoss.Fake(spec with { SmoothingSides = SmoothingSides.Two }, [-100f], gradient);
        Assert.Equal(-0.2f, gradient[0], 1e-6f);
    }

    [Fact]
    public void The_scale_is_the_gradients_alone()
    {
        float[] one = new float[8], three = new float[8];

        float loss = GanLoss.Real(new LossSpec(), Logits, one);

        Assert.Equal(loss, GanLoss.Real(new LossSpec(), Logits, three, 3f));
        Assert.Equal(one.Select(value => 3f * value), three.Select(value => value), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Half_is_judged_fake()
    {
        Assert.False(DiscriminatorScore.IsJudgedReal(LossKind.NonSaturating, 0f));
        Assert.True(DiscriminatorScore.IsJudgedReal(LossKind.Saturating, 1e-6f));
        Assert.False(DiscriminatorScore.IsJudgedReal(LossKind.LeastSquares, 0.5f));
        Assert.True(DiscriminatorScore.IsJudgedReal(LossKind.LeastSquares, 0.6f));
        Assert.Equal(0.5f, DiscriminatorScore.AccuracyOnReal(LossKind.NonSaturating, Logits));
        Assert.Equal(0.5f, DiscriminatorScore.AccuracyOnFake(LossKind.NonSaturating, Logits));
        Assert.Equal(0.5f, DiscriminatorScore.Of(LossKind.NonSaturating, 0f));
        Assert.Equal(2f, DiscriminatorScore.Mean(LossKind.LeastSquares, [1f, 3f]));
    }

    private delegate float Loss(LossSpec spec, ReadOnlySpan<float> logits, Span<float> gradient, float scale);

    private static void Check(Loss loss, LossSpec spec, Func<double, double> formula)
    {
        float[] gradient = new float[Logits.Length];
        float mean = loss(spec, Logits, gradient, 2f);

        Assert.Equal(Logits.Average(x => formula(x)), mean, 1e-5 * Math.Max(1, Math.Abs(mean)));
        for (int i = 0; i < Logits.Length; i++)
        {
            double slope = (formula(Logits[i] + 1e-5) - formula(Logits[i] - 1e-5)) / 2e-5;
            Assert.Equal(2 * slope / Logits.Length, gradient[i], 1e-5 * Math.Max(1, Math.Abs(slope)));
        }
    }

    private static double CrossEntropy(double x, double label) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))) - label * x;
}
