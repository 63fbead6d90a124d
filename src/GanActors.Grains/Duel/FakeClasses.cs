using System.Collections.Immutable;
using GanActors.Randomness;

namespace GanActors.Grains.Duel;

/// <summary>
/// Draws the classes that the generator is asked for, as often as the data have them: were they drawn otherwise, the discriminator could tell
/// fakes by their classes alone. A draw is that of a random item of data sorted by class.
/// </summary>
internal sealed class FakeClasses
{
    private readonly ulong _seed;
    private readonly long[] _ends;
    private readonly uint[] _words;

    /// <summary>For batches of <paramref name="count"/> items.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="classCounts">How many items of the data each class has.</param>
    /// <param name="count">Items of a batch.</param>
    public FakeClasses(ulong seed, ImmutableArray<int> classCounts, int count)
    {
        _seed = seed;
        _words = new uint[count];
        _ends = new long[classCounts.Length];
        long end = 0;
        for (int i = 0; i < _ends.Length; i++)
            _ends[i] = end += classCounts[i];
    }

    /// <summary>The classes of one draw, in memory of their own, for they go out with the fakes.</summary>
    public byte[] Draw(ulong draw)
    {
        new RandomStream(_seed, StreamPurpose.Classes, 0, draw).Bits(_words);
        byte[] classes = new byte[_words.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            // The high half of the product: 0 to the number of items less 1.
            long item = (long)(_words[i] * (ulong)_ends[^1] >> 32);
            int at = Array.BinarySearch(_ends, item + 1);
            classes[i] = (byte)(at >= 0 ? FirstOf(at) : ~at);
        }

        return classes;
    }

    // A class without items ends where the one before it does.
    private int FirstOf(int at)
    {
        while (at > 0 && _ends[at - 1] == _ends[at])
            at--;
        return at;
    }
}
