using System.Collections;
using System.Diagnostics.Metrics;

namespace GanActors.Meters;

/// <summary>What an instrument reads at one look.</summary>
internal sealed class Readings<T>(int capacity = 4) : IEnumerable<Measurement<T>>
    where T : struct
{
    private readonly List<Measurement<T>> _taken = new(capacity);

    /// <summary>Adds a reading.</summary>
    public void Add(T value, params ReadOnlySpan<KeyValuePair<string, object?>> labels) => _taken.Add(new Measurement<T>(value, labels));

    /// <summary>Adds a reading, if there is one.</summary>
    public void Add(T? value, params ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (value is { } known)
            Add(known, labels);
    }

    /// <inheritdoc/>
    public IEnumerator<Measurement<T>> GetEnumerator() => _taken.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
