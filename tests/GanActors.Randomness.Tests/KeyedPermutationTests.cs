using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Randomness.Tests;

/// <summary>A permutation that is computed is still a permutation.</summary>
public sealed class KeyedPermutationTests
{
    [Fact]
    public void Every_item_has_exactly_one_place() =>
        Prop.ForAll(Gen.Choose(1, 3_000).ToArbitrary(), ArbMap.Default.ArbFor<ulong>(), (count, seed) =>
        {
            var permutation = new KeyedPermutation(new RandomStream(seed, StreamPurpose.Shuffle, 0, seed % 7), count);
            return Enumerable.Range(0, count).Select(place => permutation[place]).Order().SequenceEqual(Enumerable.Range(0, count));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Epochs_and_seeds_are_ordered_differently()
    {
        int[] Order(ulong seed, ulong epoch)
        {
            var permutation = new KeyedPermutation(new RandomStream(seed, StreamPurpose.Shuffle, 0, epoch), 1_000);
            return [.. Enumerable.Range(0, 1_000).Select(place => permutation[place])];
        }

        int[] first = Order(1, 0);
        Assert.Equal(first, Order(1, 0));
        Assert.True(first.Zip(Order(1, 1)).Count(pair => pair.First == pair.Second) < 20);
        Assert.True(first.Zip(Order(2, 0)).Count(pair => pair.First == pair.Second) < 20);
    }

    [Fact]
    public void First_places_are_shared_out_evenly()
    {
        int[] counts = new int[10];
        for (ulong epoch = 0; epoch < 10_000; epoch++)
            counts[new KeyedPermutation(new RandomStream(5, StreamPurpose.Shuffle, 0, epoch), 10)[0]]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_place_outside_is_refused(int place) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyedPermutation(new RandomStream(1, StreamPurpose.Shuffle, 0, 0), 10)[place]);
}
