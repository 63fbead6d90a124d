namespace GanActors.Cli.Rendering;

/// <summary>
/// The whole course of one figure in bounded room: when the buckets are full, neighbours merge and each holds twice as many values.
/// </summary>
internal sealed class LossHistory
{
    private const int Capacity = 256;
    private readonly double[] _means = new double[Capacity];
    private int _full;
    private int _bucketSize = 1;
    private double _sum;
    private int _held;

    /// <summary>Appends a value; NaN (nothing seen) is passed over.</summary>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
            return;
        _sum += value;
        if (++_held < _bucketSize)
            return;
        _means[_full++] = _sum / _held;
        _sum = 0;
        _held = 0;
        if (_full < Capacity)
            return;
        for (int i = 0; i < Capacity / 2; i++)
            _means[i] = (_means[2 * i] + _means[2 * i + 1]) / 2;
        _full = Capacity / 2;
        _bucketSize *= 2;
    }

    /// <summary>The course from start to now in at most <paramref name="count"/> means.</summary>
    public double[] Points(int count)
    {
        int points = Math.Min(count, _full);
        var result = new double[Math.Max(0, points)];
        for (int i = 0; i < result.Length; i++)
        {
            int from = i * _full / points, to = (i + 1) * _full / points;
            result[i] = _means.AsSpan(from, to - from).ToArray().Average();
        }

        return result;
    }
}
