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

    private static TurnSpan Joined(TurnSpan one, TurnSpan next) => new(
        one.First, next.Last, one.DiscriminatorSteps + next.DiscriminatorSteps, one.GeneratorSteps + next.GeneratorSteps);
}
