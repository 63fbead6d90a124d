using GanActors.Engines.Cpu;

namespace GanActors.Evaluation.Distances;

/// <summary>Finds each point's nearest among others that come block by block. The same for any number of threads and any cut into blocks of one order.</summary>
internal sealed class NearestNeighbours
{
    private readonly CpuDevice _device;
    private readonly ReadOnlyMemory<float> _points;
    private readonly int _columns;
    private readonly int _neighbours;
    private readonly float[] _squares;
    private readonly float[] _nearest;
    private readonly double[] _exact;

    /// <summary>A search that has seen nobody.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="points"><c>[points, columns]</c>.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="neighbours">How many of the nearest are kept.</param>
    public NearestNeighbours(CpuDevice device, ReadOnlyMemory<float> points, int columns, int neighbours)
    {
        _device = device;
        _points = points;
        _columns = columns;
        _neighbours = neighbours;
        _squares = SquaredDistances.Squares(points.Span, columns);
        _nearest = new float[_squares.Length * neighbours];
        _exact = new double[_squares.Length * neighbours];
        Array.Fill(_nearest, float.PositiveInfinity);
        Array.Fill(_exact, double.PositiveInfinity);
    }

    /// <summary>The squared distance of a point to its nearest number <paramref name="rank"/>, from 1; infinite if fewer have come.</summary>
    public double Squared(int point, int rank) => _exact[(point * _neighbours) + rank - 1];

    /// <summary>Among the points themselves, nobody being his own neighbour.</summary>
    public static NearestNeighbours Among(CpuDevice device, ReadOnlyMemory<float> points, int columns, int neighbours)
    {
        var search = new NearestNeighbours(device, points, columns, neighbours);
        int step = SquaredDistances.BlockOfOthers * columns;
        for (int at = 0; at < points.Length; at += step)
            search.Meet(points.Slice(at, Math.Min(step, points.Length - at)), at / columns, number => number);
        return search;
    }

    /// <summary>Looks at a block of others.</summary>
    /// <param name="others"><c>[others, columns]</c>.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="self">The number under which a point is among all others, to be passed over; -1 if it is not. Null if none is.</param>
    public void Meet(ReadOnlyMemory<float> others, int first, Func<int, int>? self = null) =>
        SquaredDistances.Visit(_device, _points, _squares, others, first, _columns, (point, start, distances) =>
        {
            int passedOver = self is null ? -1 : self(point) - start;
            var nearest = _nearest.AsSpan(point * _neighbours, _neighbours);
            var exact = _exact.AsSpan(point * _neighbours, _neighbours);
            // Near enough to be among the nearest once rounding is put right.
            float worst = nearest[^1];
            for (int i = 0; i < distances.Length; i++)
            {
                if (distances[i] >= worst || i == passedOver)
                    continue;
                double square = SquaredDistances.Exact(_points.Span.Slice(point * _columns, _columns), others.Span.Slice(i * _columns, _columns));
                int place = nearest.Length - 1;
                for (; place > 0 && exact[place - 1] > square; place--)
                    (nearest[place], exact[place]) = (nearest[place - 1], exact[place - 1]);
                (nearest[place], exact[place]) = (distances[i], square);
                worst = nearest[^1];
            }
        });
}
