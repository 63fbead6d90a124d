using GanActors.Randomness;

namespace GanActors.Datasets;

/// <summary>The accidents of one written digit: a supply of random numbers that is the same for the same item, and large enough for one.</summary>
internal ref struct DigitWhims
{
    private readonly RandomStream _stream;
    private PhiloxBlock _block;
    private uint _next;

    public DigitWhims(ulong seed, ushort index, int item) => _stream = new RandomStream(seed, StreamPurpose.Dataset, index, (ulong)item);

    /// <summary>Uniform in [low, high).</summary>
    public float Between(float low, float high)
    {
        if (_next % 4 == 0)
            _block = _stream.Block(_next / 4);
        uint word = (_next++ % 4) switch
        {
            0 => _block.Word0,
            1 => _block.Word1,
            2 => _block.Word2,
            _ => _block.Word3,
        };
        return low + ((high - low) * ((word >> 8) * (1f / (1 << 24))));
    }

    /// <summary>
    /// Bell-shaped about <paramref name="mean"/>, within 2.45 standard deviations: the sum of two uniform numbers. Nothing but additions and
    /// multiplications, so that it is the same on every machine.
    /// </summary>
    public float About(float mean, float deviation) => mean + (deviation * 2.4494898f * (Between(0f, 1f) + Between(0f, 1f) - 1f));

    /// <summary>One of 0 .. <paramref name="count"/> - 1.</summary>
    public int OneOf(int count) => (int)Between(0, count);
}
