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

    /// <summary>The values held, and their sum as it has come about: added up anew it might differ in its last bit.</summary>
    public Memory Save() => new([.. _last], _sum, _held, _next);

    /// <summary>Goes on where another left off.</summary>
    /// <exception cref="InvalidDataException">That one had another window.</exception>
    public void Load(Memory memory)
    {
        if (memory.Values.Length != _last.Length)
            throw new InvalidDataException($"a mean over {memory.Values.Length} values cannot go on over {_last.Length}");
        memory.Values.CopyTo(_last, 0);
        (_sum, _held, _next) = (memory.Sum, memory.Held, memory.Next);
    }

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

    /// <summary>What a mean is made of.</summary>
    internal sealed record Memory(double[] Values, double Sum, int Held, int Next);
}
