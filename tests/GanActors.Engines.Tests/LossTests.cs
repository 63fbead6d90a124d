using GanActors.Engines.Losses;
using GanActors.Recipes;

namespace GanActors.Engines.Tests;

/// <summary>Losses, their gradients and what the figures count.</summary>
public sealed class LossTests
{
    private static readonly float[] Logits = [-40f, -3f, -0.5f, 0f, 0.2f, 0.9f, 5f, 40f];

    public static TheoryData<LossSpec> Specs()
    {
        var specs = new TheoryData<LossSpec>();
        foreach (var kind in new[] { LossKind.NonSaturating, LossKind.Saturating, LossKind.LeastSquares })
        {
            specs.Add(new LossSpec(kind));
            specs.Add(new LossSpec(kind, 0.1f));
            specs.Add(new LossSpec(kind, 0.1f, LabelSides.Two));
        }

        specs.Add(new LossSpec(LossKind.Hinge));
        specs.Add(new LossSpec(LossKind.Wasserstein));
        return specs;
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Losses_and_gradients_are_those_of_the_papers(LossSpec spec)
    {
        Check((logits, gradient) => GanLoss.Real(spec, logits, gradient, 2f), x => OfReal(spec, x));
        Check((logits, gradient) => GanLoss.Fake(spec, logits, gradient, 2f), x => OfFake(spec, x));
        Check((logits, gradient) => GanLoss.Generator(spec, logits, gradient, 2f), x => spec.Kind switch
        {
            LossKind.NonSaturating => CrossEntropy(x, 1),
            LossKind.Saturating => -CrossEntropy(x, 0),
            LossKind.LeastSquares => (x - 1) * (x - 1),
            _ => -x,
        });
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_flipped_item_has_the_loss_of_the_other_side(LossSpec spec)
    {
        bool[] flipped = [.. Logits.Select((_, i) => i % 3 == 1)];
        foreach (bool real in new[] { true, false })
        {
            float[] gradient = new float[Logits.Length], others = new float[Logits.Length], own = new float[Logits.Length];
            float loss = real ? GanLoss.Real(spec, Logits, gradient, 1f, flipped) : GanLoss.Fake(spec, Logits, gradient, 1f, flipped);
            GanLoss.Real(spec, Logits, real ? own : others);
            GanLoss.Fake(spec, Logits, real ? others : own);

            Assert.Equal(Logits.Select((x, i) => flipped[i] == real ? OfFake(spec, x) : OfReal(spec, x)).Average(), loss, 1e-5 * Math.Max(1, Math.Abs(loss)));
            Assert.Equal(flipped.Select((flip, i) => flip ? others[i] : own[i]), gradient);
        }
    }

    [Fact]
    public void Flips_are_one_a_logit_or_none()
    {
        var error = Assert.Throws<ArgumentException>(() => GanLoss.Real(new LossSpec(), [1f, 2f], new float[2], 1f, [true]));
        Assert.Contains("2 logits need 2 flips or none, not 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LossKind.Hinge)]
    [InlineData(LossKind.Wasserstein)]
    public void Critics_are_judged_at_zero_and_drawn_between_zero_and_one(LossKind kind)
    {
        Assert.False(DiscriminatorScore.IsJudgedReal(kind, 0f));
        Assert.True(DiscriminatorScore.IsJudgedReal(kind, 1e-6f));
        Assert.Equal(0.5f, DiscriminatorScore.Of(kind, 0f));
        Assert.InRange(DiscriminatorScore.Of(kind, 1e9f), 0.999f, 1f);
        Assert.Equal(0.5f, DiscriminatorScore.AccuracyOnReal(kind, Logits));
        Assert.Equal(0.5f, DiscriminatorScore.AccuracyOnFake(kind, Logits));
    }

    [Fact]
    public void A_hinge_has_no_slope_beyond_its_margin()
    {
        float[] gradient = new float[3];
        Assert.Equal(3f, GanLoss.Real(new LossSpec(LossKind.Hinge), [-8f, 1f, 7f], gradient, 3f));
        Assert.Equal([-1f, 0f, 0f], gradient);
        Assert.Equal(3f, GanLoss.Fake(new LossSpec(LossKind.Hinge), [8f, -1f, -7f], gradient, 3f));
        Assert.Equal([1f, 0f, 0f], gradient);
        Assert.True(float.IsNaN(GanLoss.Real(new LossSpec(LossKind.Hinge), [float.NaN], gradient.AsSpan(0, 1))));
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
        GanLoss.Fake(spec with { SmoothingSides = LabelSides.Two }, [-100f], gradient);
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

    private static double OfReal(LossSpec spec, double x) => spec.Kind switch
    {
        LossKind.LeastSquares => (x - 1 + Smoothing(spec)) * (x - 1 + Smoothing(spec)),
        LossKind.Hinge => Math.Max(0, 1 - x),
        LossKind.Wasserstein => -x,
        _ => CrossEntropy(x, 1 - Smoothing(spec)),
    };

    private static double OfFake(LossSpec spec, double x)
    {
        double label = spec.SmoothingSides == LabelSides.Two ? Smoothing(spec) : 0;
        return spec.Kind switch
        {
            LossKind.LeastSquares => (x - label) * (x - label),
            LossKind.Hinge => Math.Max(0, 1 + x),
            LossKind.Wasserstein => x,
            _ => CrossEntropy(x, label),
        };
    }

    private static double Smoothing(LossSpec spec) => spec.LabelSmoothing > 0 ? 0.1 : 0;

    private static void Check(Func<float[], float[], float> loss, Func<double, double> formula)
    {
        float[] gradient = new float[Logits.Length];
        float mean = loss(Logits, gradient);

        Assert.Equal(Logits.Average(x => formula(x)), mean, 1e-5 * Math.Max(1, Math.Abs(mean)));
        for (int i = 0; i < Logits.Length; i++)
        {
            double slope = (formula(Logits[i] + 1e-5) - formula(Logits[i] - 1e-5)) / 2e-5;
            Assert.Equal(2 * slope / Logits.Length, gradient[i], 1e-5 * Math.Max(1, Math.Abs(slope)));
        }
    }

    private static double CrossEntropy(double x, double label) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))) - label * x;
}
