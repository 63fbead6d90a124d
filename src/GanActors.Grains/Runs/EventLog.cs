using System.Collections.Immutable;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>The last events of a run, numbered from 1. Old ones fall off, so that a run nobody watches stays small.</summary>
internal sealed class EventLog(int capacity)
{
    private readonly RunEvent?[] _ring = new RunEvent?[capacity];

    /// <summary>Number of the newest event; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>Adds an event, which is told its number.</summary>
    public void Add(Func<long, RunEvent> make)
    {
        Last++;
        _ring[Last % capacity] = make(Last);
    }

    /// <summary>The events after number <paramref name="after"/> that are still kept, oldest first.</summary>
    public ImmutableArray<RunEvent> Since(long after)
    {
        long first = Math.Max(Math.Max(after, 0) + 1, Last - capacity + 1);
        if (first > Last)
            return [];
        var events = ImmutableArray.CreateBuilder<RunEvent>((int)(Last - first + 1));
        for (long number = first; number <= Last; number++)
            events.Add(_ring[number % capacity]!);
        return events.MoveToImmutable();
    }
}
