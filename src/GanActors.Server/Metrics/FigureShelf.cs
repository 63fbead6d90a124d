using GanActors.Client;
using GanActors.Runs;
using GanActors.Server.Home;

namespace GanActors.Server.Metrics;

/// <summary>The figures of runs that somebody looks at, kept thinned so that only what is new has to be read. Those looked at least are put away.</summary>
internal sealed class FigureShelf
{
    private const int Most = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _clock;

    /// <summary>The whole course of a run, thinned.</summary>
    /// <param name="run">The run.</param>
    /// <param name="points">Points at most.</param>
    /// <param name="columns">The figures that are wanted; null for all.</param>
    public MetricsView View(RunPlace run, int points, IReadOnlyCollection<string>? columns) => With(run, Newest(run), entry => entry.Index.View(points, columns));

    /// <summary>A part of it.</summary>
    /// <inheritdoc cref="MetricsIndex.View(double, double, int, IReadOnlyCollection{string}?)"/>
    public MetricsView View(RunPlace run, double from, double to, int points, IReadOnlyCollection<string>? columns) =>
        With(run, Newest(run), entry => entry.Index.View(from, to, points, columns));

    /// <summary>From now on new rows are put aside for <see cref="TakeNew"/>.</summary>
    public void Listen(RunPlace run, int stretches, int incarnation) => With(run, incarnation, entry =>
    {
        entry.Columns = entry.Index.Names.Count;
        return entry.Fresh = entry.Index.NewStretches(stretches);
    });

    /// <summary>The rows since the last time; null if there are none.</summary>
    public MetricsView? TakeNew(RunPlace run, int stretches, int incarnation) => With(run, incarnation, entry =>
    {
        if (entry.Fresh is not { Rows: > 0 } fresh || entry.Columns != entry.Index.Names.Count)
        {
            entry.Columns = entry.Index.Names.Count;
            entry.Fresh = entry.Index.NewStretches(stretches);
            return null;
        }

        entry.Fresh = entry.Index.NewStretches(stretches);
        return entry.Index.View(fresh, stretches, null);
    });

    private static int Newest(RunPlace run)
    {
        // The last line of the history names the incarnation.
        var history = new EventFile(run[RunFiles.Events]).FromTail(1 << 14);
        history.Read();
        return history.Incarnation;
    }

    private T With<T>(RunPlace run, int incarnation, Func<Entry, T> look)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(run.Folder, out entry))
            {
                if (_entries.Count >= Most)
                    _entries.Remove(_entries.MinBy(each => each.Value.Used).Key);
                _entries[run.Folder] = entry = new Entry(new MetricsIndex(run[RunFiles.Metrics]));
            }

            entry.Used = ++_clock;
        }

        lock (entry)
        {
            entry.Index.Read(incarnation, entry.Columns > 0 && entry.Columns == entry.Index.Names.Count ? entry.Fresh : null);
            return look(entry);
        }
    }

    private sealed class Entry(MetricsIndex index)
    {
        public MetricsIndex Index => index;

        public Stretches? Fresh { get; set; }

        public int Columns { get; set; }

        public long Used { get; set; }
    }
}
