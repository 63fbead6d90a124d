using GanActors.Engines.Losses;

namespace GanActors.Engines.Tests;

public sealed class SoftmaxCrossEntropyTests
{
    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        float[] logits = [0.3f, -1.2f, 2.1f, 0.7f, 0.1f, -0.4f], gradient = new float[6];
        byte[] labels = [2, 0];
        float loss = SoftmaxCrossEntropy.Of(logits, labels, gradient);
        Assert.Equal(0.5 * (Cost(0.3, -1.2, 2.1, 2) + Cost(0.7, 0.1, -0.4, 0)), loss, 1e-6);
        const float Step = 1e-2f;
        for (int i = 0; i < logits.Length; i++)
        {
            float kept = logits[i];
            logits[i] = kept + Step;
            double above = SoftmaxCrossEntropy.Of(logits, labels, new float[6]);
            logits[i] = kept - Step;
            double below = SoftmaxCrossEntropy.Of(logits, labels, new float[6]);
            logits[i] = kept;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-4);
        }

        static double Cost(double a, double b, double c, int label) => Math.Log(Math.Exp(a) + Math.Exp(b) + Math.Exp(c)) - new[] { a, b, c }[label];
    }

    [Fact]
    public void Huge_logits_overflow_nothing()
    {
        float[] probabilities = new float[2];
        SoftmaxCrossEntropy.Probabilities([1e30f, -1e30f], 2, probabilities);
        Assert.Equal([1, 0], probabilities);
        Assert.True(float.IsFinite(SoftmaxCrossEntropy.Of([1e30f, -1e30f], [1], new float[2])));
    }

    [Fact]
    public void A_label_that_names_no_class_is_refused() =>
        Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Of([1, 2], [2], new float[2]));
}
