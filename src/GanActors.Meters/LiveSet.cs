using System.Collections.Immutable;

namespace GanActors.Meters;

/// <summary>What is under way, with the meter that tells of it, which gives way to a larger one when all its seats have been taken.</summary>
/// <param name="name">The meter's.</param>
/// <param name="addInstruments">Adds the instruments to a new meter, given what is live.</param>
/// <param name="seatsOf">How many seats something that is live needs now.</param>
internal sealed class LiveSet<T>(string name, Action<LiveMeter, Func<IReadOnlyList<T>>> addInstruments, Func<T, int> seatsOf) : IDisposable
    where T : class
{
    private const int LeastSeats = 64;

    private readonly Lock _gate = new();
    private LiveMeter? _meter;
    private int _seats, _taken;
    private ImmutableList<T> _live = [];
    private bool _isDisposed;

    /// <summary>What is under way.</summary>
    public IReadOnlyList<T> Live => Volatile.Read(ref _live);

    /// <summary>Something begins.</summary>
    public void Add(T thing)
    {
        lock (_gate)
        {
            Volatile.Write(ref _live, _live.Add(thing));
            Take(seatsOf(thing));
        }
    }

    /// <summary>Something that is live has come to need more seats.</summary>
    public void TakeMore(int seats)
    {
        lock (_gate)
            Take(seats);
    }

    /// <summary>Something has ended.</summary>
    public void Remove(T thing)
    {
        lock (_gate)
            Volatile.Write(ref _live, _live.Remove(thing));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _meter?.Dispose();
        }
    }

    private void Take(int seats)
    {
        _taken += seats;
        if (_taken > _seats && !_isDisposed)
            Renew();
    }

    // As many seats again as are taken, so that meters of many live things are seldom renewed.
    private void Renew()
    {
        _meter?.Dispose();
        _taken = _live.Sum(seatsOf);
        _seats = Math.Max(LeastSeats, 2 * _taken);
        var meter = new LiveMeter(name, _seats);
        _meter = meter;
        // The old one's callbacks may still be under way in a look that began before.
        addInstruments(meter, () => ReferenceEquals(Volatile.Read(ref _meter), meter) ? Live : []);
    }
}
