namespace GanActors.Engines.Tests.Conformance;

/// <summary>What PyTorch made: all of a tensor, or every so manieth number and the inner product of the whole with the tensor "probe".</summary>
/// <param name="Count">Numbers of the tensor.</param>
/// <param name="Step">How far apart those stored are.</param>
/// <param name="Values">Those stored.</param>
/// <param name="Dot">Inner product, if not all are stored.</param>
public sealed record StoredTensor(int Count, int Step, double[] Values, double? Dot = null)
{
    /// <summary>The largest magnitude of those stored.</summary>
    public double Largest => Values.Max(Math.Abs);

    /// <summary>Fails unless every number is as near as <paramref name="tolerance"/> times the largest.</summary>
    public void Check(string what, ReadOnlySpan<float> actual, double tolerance) => Check(what, actual, tolerance, Largest);

    /// <summary>Fails unless every number is as near as <paramref name="tolerance"/> times <paramref name="largest"/>.</summary>
    public void Check(string what, ReadOnlySpan<float> actual, double tolerance, double largest)
    {
        Assert.True(Count == actual.Length, $"{what}: PyTorch has {Count} numbers, the engine {actual.Length}.");
        for (int i = 0; i < Values.Length; i++)
        {
            double difference = Math.Abs(actual[i * Step] - Values[i]);
            if (!(difference <= tolerance * largest))
                Assert.Fail($"{what}[{i * Step}]: PyTorch has {Values[i]:G9}, the engine {actual[i * Step]:G9}: off by {difference / largest:E1} of the largest.");
        }

        if (Dot is not { } dot)
            return;
        float[] probe = Formula.Values("probe", Count);
        double product = 0;
        for (int i = 0; i < Count; i++)
            product += (double)probe[i] * actual[i];
        double off = Math.Abs(product - dot) / (largest * Math.Sqrt(Count));
        if (!(off <= tolerance))
            Assert.Fail($"{what}: its inner product with the probe is {product:G9}, PyTorch's {dot:G9}: an element that is not stored is off.");
    }
}
