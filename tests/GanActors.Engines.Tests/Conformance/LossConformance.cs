using GanActors.Engines.Losses;
using GanActors.Recipes;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>The losses, which every engine shares, against PyTorch's.</summary>
public sealed class LossConformance
{
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Names => [.. Stored.Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_their_gradients_agree_with_PyTorch(string name)
    {
        var stored = Stored.Losses[name];
        var spec = new LossSpec(Stored.Named<LossKind>(stored.Kind), stored.Smoothing, Stored.Named<LabelSides>(stored.Sides));
        float[] gradient = new float[stored.Logits.Length];

        Check("real", stored.Real, GanLoss.Real(spec, stored.Logits, gradient), gradient);
        Check("fake", stored.Fake, GanLoss.Fake(spec, stored.Logits, gradient), gradient);
        Check("generator", stored.Generator, GanLoss.Generator(spec, stored.Logits, gradient), gradient);
    }

    private static void Check(string side, StoredSide stored, float loss, float[] gradient)
    {
        Assert.Equal(stored.Loss, loss, Tolerance * Math.Max(1, Math.Abs(stored.Loss)));
        stored.Gradient.Check(side, gradient, Tolerance);
    }
}
