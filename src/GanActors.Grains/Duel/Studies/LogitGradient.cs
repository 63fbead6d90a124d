using GanActors.Networks;

namespace GanActors.Grains.Duel.Studies;

/// <summary>A buffer for dLoss/dLogits, <c>[count, 1]</c>, used again in every turn.</summary>
internal sealed class LogitGradient
{
    private readonly float[] _values;

    public LogitGradient(int count)
    {
        _values = new float[count];
        Batch = new Batch(new Shape(1), count, _values);
    }

    public Span<float> Values => _values;

    public Batch Batch { get; }
}
