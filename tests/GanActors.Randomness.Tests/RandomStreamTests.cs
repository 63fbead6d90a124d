using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Randomness.Tests;

/// <summary>A draw is a pure function of its arguments, and its numbers are distributed as they should be.</summary>
public sealed class RandomStreamTests
{
    private static readonly RandomStream Stream = new(42, StreamPurpose.Noise, 3, 17);

    [Fact]
    public void Bits_are_the_blocks_words_in_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), ArbMap.Default.ArbFor<byte>(), (block, length) =>
        {
            uint[] words = new uint[length];
            Stream.Bits(words, block);
            return words.Select((word, i) => (word, i)).All(pair =>
            {
                var (word0, word1, word2, word3) = Stream.Block(block + (uint)(pair.i / 4));
                return pair.word == new[] { word0, word1, word2, word3 }[pair.i % 4];
            });
        }).QuickCheckThrowOnFailure();

    // Less than eight blocks are made one by one, more in registers: both must round alike.
    [Fact]
    public void A_long_draw_is_its_blocks_drawn_one_by_one()
    {
        const int Blocks = 20_000;
        float[] uniform = new float[4 * Blocks], normal = new float[4 * Blocks];
        Stream.Uniform(uniform);
        Stream.Normal(normal);
        Span<float> four = stackalloc float[4];
        for (int block = 0; block < Blocks; block++)
        {
            Stream.Uniform(four, (uint)block);
            Assert.True(four.SequenceEqual(uniform.AsSpan(4 * block, 4)));
            Stream.Normal(four, (uint)block);
            Assert.True(four.SequenceEqual(normal.AsSpan(4 * block, 4)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(6_400)]
    public void A_draw_begins_alike_whatever_its_length(int length)
    {
        float[] values = new float[length], longer = new float[10_000];
        Stream.Normal(values);
        Stream.Normal(longer);
        Assert.Equal(longer[..length], values);
    }

    [Fact]
    public void Seed_purpose_index_and_draw_all_make_another_draw()
    {
        RandomStream[] others =
        [
            Stream with { Seed = 43 },
            Stream with { Seed = 42 + (1UL << 40) },
            Stream with { Purpose = StreamPurpose.Shuffle },
            Stream with { Index = 4 },
            Stream with { Draw = 18 },
            Stream with { Draw = 17 + (1UL << 40) },
        ];
        Assert.Equal(7, others.Append(Stream).Select(stream => stream.Block(0)).Distinct().Count());
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_and_never_reach_one()
    {
        float[] values = new float[1 << 20];
        Stream.Uniform(values);

        Assert.All(values, value => Assert.True(value is >= 0f and < 1f && value * (1 << 24) == MathF.Floor(value * (1 << 24))));
        Assert.Equal(0.5, values.Average(value => (double)value), 0.002);
        Assert.Equal(1.0 / 12, values.Average(value => (value - 0.5) * (value - 0.5)), 0.001);
        for (int tenth = 0; tenth < 10; tenth++)
            Assert.InRange(values.Count(value => (int)(value * 10) == tenth), 102_000, 107_700);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_and_tails_of_the_normal_distribution()
    {
        float[] values = new float[1 << 20];
        Stream.Normal(values);

        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0, values.Average(value => (double)value), 0.004);
        Assert.Equal(1, values.Average(value => Math.Pow(value, 2)), 0.006);
        Assert.Equal(0, values.Average(value => Math.Pow(value, 3)), 0.015);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.05);
        Assert.Equal(0.3173, values.Count(value => Math.Abs(value) > 1) / (double)values.Length, 0.003);
        Assert.Equal(0.0027, values.Count(value => Math.Abs(value) > 3) / (double)values.Length, 0.0003);
        double neighbours = values.Zip(values.Skip(1), (a, b) => (double)a * b).Average();
        Assert.Equal(0, neighbours, 0.004);
    }

    [Fact]
    public void Normal_numbers_are_those_of_box_and_muller()
    {
        float[] uniform = new float[4_000], normal = new float[4_000];
        Stream.Uniform(uniform);
        Stream.Normal(normal);
        for (int i = 0; i < uniform.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - (double)uniform[i]));
            Assert.Equal(radius * Math.Cos(2 * Math.PI * uniform[i + 1]), normal[i], 2e-6);
            Assert.Equal(radius * Math.Sin(2 * Math.PI * uniform[i + 1]), normal[i + 1], 2e-6);
        }
    }
}
