namespace GanActors.Randomness.Tests;

public sealed class TabulatedPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(60_000)]
    public void It_has_the_values_of_the_keyed_permutation(int count)
    {
        var permutation = new TabulatedPermutation(new RandomStream(7, StreamPurpose.Shuffle, 0, 0), count);
        int[] items = new int[count];
        foreach (ulong epoch in new ulong[] { 0, 1, 2, 1 })
        {
            var stream = new RandomStream(7, StreamPurpose.Shuffle, 0, epoch);
            permutation.Rekey(stream);
            permutation.Read(0, items);
            var keyed = new KeyedPermutation(stream, count);
            for (int place = 0; place < count; place++)
                Assert.Equal(keyed[place], items[place]);
        }
    }

    [Fact]
    public void It_can_be_read_from_any_place()
    {
        var permutation = new TabulatedPermutation(new RandomStream(7, StreamPurpose.Shuffle, 0, 3), 100);
        int[] whole = new int[100], part = new int[40];
        permutation.Read(0, whole);
        permutation.Read(60, part);
        Assert.Equal(whole[60..], part);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Read(61, part));
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Read(-1, part));
    }

    [Fact]
    public void A_large_range_fits_its_table()
    {
        var stream = new RandomStream(7, StreamPurpose.Shuffle, 0, 3);
        int[] items = new int[3];
        new TabulatedPermutation(stream, int.MaxValue).Read(int.MaxValue - 3, items);
        var keyed = new KeyedPermutation(stream, int.MaxValue);
        Assert.Equal([keyed[int.MaxValue - 3], keyed[int.MaxValue - 2], keyed[int.MaxValue - 1]], items);
    }
}
