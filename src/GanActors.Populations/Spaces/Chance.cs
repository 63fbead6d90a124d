using GanActors.Randomness;

namespace GanActors.Populations.Spaces;

/// <summary>What a sweep draws random numbers for: one stream each.</summary>
internal enum Chance : ushort
{
    /// <summary>Configurations, independent of each other; one draw a trial.</summary>
    Configuration,

    /// <summary>By what a Sobol sequence is shifted; one draw a dimension.</summary>
    Shift,

    /// <summary>Candidates of a Parzen estimator; one draw a trial.</summary>
    Candidates,

    /// <summary>Donors and changes of population-based training; one draw a member and generation.</summary>
    Exploration,
}

/// <summary>Uniform numbers of one draw, each to be had on its own, by Philox: pure in all that names it.</summary>
/// <param name="Seed">The sweep's.</param>
/// <param name="Chance">What they are for.</param>
/// <param name="Draw">Which draw of these.</param>
internal readonly record struct Dice(ulong Seed, Chance Chance, ulong Draw)
{
    /// <summary>The number at a place: in [0, 1), a multiple of 2^-53.</summary>
    public double this[int place]
    {
        get
        {
            var block = Block(place);
            return ((((ulong)block.Word0 << 32) | block.Word1) >> 11) * (1.0 / (1L << 53));
        }
    }

    /// <summary>The numbers one after the other, without end.</summary>
    public IEnumerator<double> Roll()
    {
        for (int place = 0; ; place++)
            yield return this[place];
    }

    /// <summary>32 random bits.</summary>
    public uint Word => Block(0).Word0;

    private PhiloxBlock Block(int place) => new RandomStream(Seed, StreamPurpose.Sweep, (ushort)Chance, Draw).Block((uint)place);
}

/// <summary>Random numbers taken one by one.</summary>
internal static class Rolling
{
    /// <summary>The next number, in [0, 1).</summary>
    public static double Next(this IEnumerator<double> roll)
    {
        roll.MoveNext();
        return roll.Current;
    }

    /// <summary>A whole number from 0 to below <paramref name="count"/>, each equally likely.</summary>
    public static int Below(this IEnumerator<double> roll, int count) => (int)(roll.Next() * count);
}
