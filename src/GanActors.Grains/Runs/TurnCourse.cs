using GanActors.Pictures;

namespace GanActors.Grains.Runs;

/// <summary>
/// Whose turn it was in a run so far: every iteration at its start and at its end, and between them no more than a picture can show: past its
/// capacity neighbouring spans become one, so that every step is counted.
/// </summary>
internal sealed class TurnCourse
{
    private const int Capacity = 1 << 12, Ends = 96;

    private readonly List<TurnSpan> _spans = [], _first = [];
    private readonly Queue<TurnSpan> _last = [];
    private long _iterations = 1;

    /// <summary>The whole run.</summary>
    public IReadOnlyList<TurnSpan> Spans => _spans;

    /// <summary>Iterations at its start, one by one.</summary>
    public IReadOnlyList<TurnSpan> First => _first;

    /// <summary>Iterations at its end, one by one.</summary>
    public IReadOnlyList<TurnSpan> Last => [.. _last];

    /// <summary>Counts the steps of the next iteration.</summary>
    public void Add(long iteration, int discriminatorSteps, int generatorSteps)
    {
        var span = new TurnSpan(iteration, iteration, discriminatorSteps, generatorSteps);
        if (_first.Count < Ends)
            _first.Add(span);
        _last.Enqueue(span);
        if (_last.Count > Ends)
            _last.Dequeue();

        if (_spans.Count > 0 && _spans[^1].Last - _spans[^1].First + 1 < _iterations)
        {
            _spans[^1] = Joined(_spans[^1], span);
            return;
        }

        _spans.Add(span);
        if (_spans.Count < Capacity)
            return;
        for (int i = 0; i < Capacity / 2; i++)
            _spans[i] = Joined(_spans[2 * i], _spans[(2 * i) + 1]);
        _spans.RemoveRange(Capacity / 2, Capacity / 2);
        _iterations *= 2;
    }

    /// <summary>Writes the course so that it can go on.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_iterations);
        foreach (IReadOnlyCollection<TurnSpan> spans in new IReadOnlyCollection<TurnSpan>[] { _spans, _first, _last })
        {
            writer.Write(spans.Count);
            foreach (var span in spans)
            {
                writer.Write(span.First);
                writer.Write(span.Last);
                writer.Write(span.DiscriminatorSteps);
                writer.Write(span.GeneratorSteps);
            }
        }
    }

    /// <summary>Becomes the course that was saved.</summary>
    /// <exception cref="InvalidDataException">It was none.</exception>
    public void Load(BinaryReader reader)
    {
        _iterations = reader.ReadInt64();
        _spans.Clear();
        _spans.AddRange(ReadSpans(reader));
        _first.Clear();
        _first.AddRange(ReadSpans(reader));
        _last.Clear();
        foreach (var span in ReadSpans(reader))
            _last.Enqueue(span);
        if (_iterations < 1)
            throw new InvalidDataException("holds spans of no iterations");
    }

    private static List<TurnSpan> ReadSpans(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > Capacity)
            throw new InvalidDataException("holds more spans than there can be");
        var spans = new List<TurnSpan>(count);
        for (int i = 0; i < count; i++)
            spans.Add(new TurnSpan(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
        return spans;
    }

    private static TurnSpan Joined(TurnSpan one, TurnSpan next) => new(
        one.First, next.Last, one.DiscriminatorSteps + next.DiscriminatorSteps, one.GeneratorSteps + next.GeneratorSteps);
}
