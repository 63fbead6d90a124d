namespace GanActors.Grains.Stopping;

/// <summary>The mean of the last so many values.</summary>
internal sealed class MovingMean(int window)
{
    private readonly double[] _last = new double[window];
    private double _sum;
    private int _held, _next;

    /// <summary>Whether there are as many values as the window is long.</summary>
    public bool IsFull => _held == window;

    /// <summary>Of the values held; NaN if there are none.</summary>
    public double Value => _sum / _held;

    /// <summary>Adds a value, and lets the oldest fall out of a full window. What is no number empties it.</summary>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            (_sum, _held, _next) = (0, 0, 0);
            return;
        }

        if (IsFull)
            _sum -= _last[_next];
        else
            _held++;
        _sum += value;
        _last[_next] = value;
        _next = (_next + 1) % window;
    }
}
