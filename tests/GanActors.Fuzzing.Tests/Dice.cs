using System.Text;

namespace GanActors.Fuzzing.Tests;

/// <summary>The random choices that make one input; they depend on the reader, the seed and the input's number only.</summary>
internal sealed class Dice(string reader, ulong seed, long number)
{
    private readonly Random _random = new((int)Mixed(reader, seed, number));

    /// <summary>The kinds of mutation so far.</summary>
    public List<string> Kinds { get; } = [];

    public int Below(int count) => _random.Next(count);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    /// <summary>Whether something of a probability in per cent happens.</summary>
    public bool Chance(int percent) => _random.Next(100) < percent;

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public byte Byte() => (byte)_random.Next(256);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    /// <summary>Notes the kind of a mutation.</summary>
    public void Note(string kind) => Kinds.Add(kind);

    // FNV-1a, and the last step of SplitMix64: neighbours must not look alike.
    private static ulong Mixed(string reader, ulong seed, long number)
    {
        ulong hash = 14695981039346656037;
        foreach (byte letter in Encoding.UTF8.GetBytes(reader))
            hash = (hash ^ letter) * 1099511628211;
        hash ^= (seed * 0x9E3779B97F4A7C15) + (ulong)number;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
