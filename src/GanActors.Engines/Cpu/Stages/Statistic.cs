using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>A running statistic: one number a feature, part of a network's state though nothing learns it.</summary>
/// <param name="Name">PyTorch's key.</param>
/// <param name="Values">In the order of the features.</param>
/// <param name="Order">That order.</param>
internal sealed record Statistic(string Name, float[] Values, PixelOrder Order)
{
    /// <summary>A copy in the plan's order.</summary>
    public StateTensor Save()
    {
        float[] plain = new float[Values.Length];
        for (int i = 0; i < plain.Length; i++)
            plain[i] = Values[Order.Stored(i)];
        return new StateTensor(Name, new Shape(plain.Length), plain);
    }

    /// <summary>Takes values in the plan's order.</summary>
    public void Load(ReadOnlySpan<float> plain)
    {
        for (int i = 0; i < plain.Length; i++)
            Values[Order.Stored(i)] = plain[i];
    }
}
