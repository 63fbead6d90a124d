using FsCheck;
using FsCheck.Fluent;
using GanActors.Networks;

namespace GanActors.Datasets.Tests;

public sealed class RealBatchesTests
{
    // The pixels of image i are all i modulo 251, its label is i modulo 10.
    private static ImageDataset Numbered(int count, int side = 2) => new(
        "numbered", $"{count} images", new Shape(1, side, side),
        Enumerable.Range(0, count * side * side).Select(i => (byte)(i / (side * side) % 251)).ToArray(),
        Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray(),
        [.. Enumerable.Range(0, 10).Select(label => $"{label}")]);

    private static int[] ItemsOf(RealBatches batches, long ordinal)
    {
        float[] values = new float[batches.Batch * 4];
        batches.Read(ordinal, values);
        return [.. values.Where((_, i) => i % 4 == 0).Select(value => (int)MathF.Round((value + 1f) * 127.5f))];
    }

    [Fact]
    public void An_epoch_has_every_item_once_and_skips_the_partial_batch()
    {
        var counts = from count in Gen.Choose(1, 251)
                     from batch in Gen.Choose(1, count)
                     from epoch in Gen.Choose(0, 1000)
                     from seed in Gen.Choose(0, int.MaxValue)
                     select (count, batch, epoch, seed);
        Prop.ForAll(counts.ToArbitrary(), given =>
        {
            var batches = new RealBatches(Numbered(given.count), given.batch, (ulong)given.seed);
            Assert.Equal(given.count / given.batch, batches.BatchesPerEpoch);
            int[] items = [.. Enumerable.Range(0, batches.BatchesPerEpoch)
                .SelectMany(i => ItemsOf(batches, ((long)given.epoch * batches.BatchesPerEpoch) + i))];
            Assert.Equal(batches.BatchesPerEpoch * given.batch, items.Distinct().Count());
            Assert.All(items, item => Assert.InRange(item, 0, given.count - 1));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_batch_is_the_same_in_any_order_of_asking()
    {
        var forwards = new RealBatches(Numbered(100), 7, seed: 3);
        var backwards = new RealBatches(Numbered(100), 7, seed: 3);
        int[][] first = [.. Enumerable.Range(0, 60).Select(i => ItemsOf(forwards, i))];
        int[][] second = [.. Enumerable.Range(0, 60).Reverse().Select(i => ItemsOf(backwards, i)).Reverse()];
        Assert.Equal(first, second);
    }

    [Fact]
    public void Epochs_and_seeds_differ_in_order()
    {
        var batches = new RealBatches(Numbered(200), 100, seed: 3);
        Assert.NotEqual(ItemsOf(batches, 0), ItemsOf(batches, 2));
        Assert.NotEqual(ItemsOf(batches, 0), ItemsOf(new RealBatches(Numbered(200), 100, seed: 4), 0));
        Assert.Equal((0L, 0L, 1L), (batches.EpochOf(0), batches.EpochOf(1), batches.EpochOf(2)));
    }

    [Fact]
    public void Labels_come_with_their_items()
    {
        var batches = new RealBatches(Numbered(100), 16, seed: 5);
        float[] values = new float[64];
        byte[] labels = new byte[16];
        batches.Read(3, values, labels);
        Assert.Equal(ItemsOf(batches, 3).Select(item => (byte)(item % 10)), labels);
    }

    [Theory]
    [InlineData(-1f, 1f)]
    [InlineData(0f, 1f)]
    [InlineData(-0.5f, 3f)]
    public void Pixels_are_scaled_from_black_to_white(float black, float white)
    {
        // 17x17 leaves a tail behind every vector width.
        byte[] pixels = [.. Enumerable.Range(0, 17 * 17).Select(i => (byte)i)];
        var set = new ImageDataset("ramp", "a ramp", new Shape(1, 17, 17), pixels, default, []);
        float[] values = new float[17 * 17];
        new RealBatches(set, 1, 0, new PixelRange(black, white)).Read(0, values);
        Assert.Equal(black, values[0]);
        Assert.Equal(white, values[255]);
        Assert.All(values, (value, i) => Assert.Equal(black + ((white - black) * pixels[i] / 255.0), value, 1e-6));
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(values[pixels[i]], values[i]);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var batches = new RealBatches(Numbered(100), 30, seed: 5);
        float[] values = new float[120];
        byte[] labels = new byte[30];
        batches.Read(0, values, labels);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            batches.Read(i, values, labels);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_batch_larger_than_the_data_set_is_refused()
    {
        var fault = Assert.Throws<DatasetException>(() => new RealBatches(Numbered(100), 101, 0));
        Assert.Contains("1 .. 100", fault.Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => new RealBatches(Numbered(100), 0, 0));
    }

    [Fact]
    public void A_destination_of_another_length_is_refused()
    {
        var batches = new RealBatches(Numbered(100), 10, 0);
        Assert.Throws<ArgumentException>(() => batches.Read(0, new float[39]));
        Assert.Throws<ArgumentException>(() => batches.Read(0, new float[41]));
        Assert.Throws<ArgumentException>(() => batches.Read(0, new float[40], new byte[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.Read(-1, new float[40]));
    }

    [Fact]
    public void A_limited_set_is_the_first_items()
    {
        var set = Numbered(100).Take(10);
        Assert.Equal(10, set.Count);
        Assert.Equal("the first 10 of 100 images", set.Description);
        Assert.Equal(Enumerable.Range(0, 10), ItemsOf(new RealBatches(set, 10, 0), 0).Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Gather([10], PixelRange.Signed, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.GatherLabels([10], new byte[1]));
        Assert.Throws<DatasetException>(() => set.Take(11));
        Assert.Throws<DatasetException>(() => set.Take(0));
    }

    [Fact]
    public void A_set_without_labels_says_so()
    {
        var set = new ImageDataset("bare", "bare", new Shape(1, 1, 1), new byte[] { 1 }, default, []);
        Assert.Equal(0, set.Classes);
        Assert.Throws<InvalidOperationException>(() => set.GatherLabels([0], new byte[1]));
    }

    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(1f, -1f)]
    [InlineData(float.NaN, 1f)]
    [InlineData(0f, float.PositiveInfinity)]
    public void A_pixel_range_ascends(float black, float white) => Assert.Throws<ArgumentException>(() => new PixelRange(black, white));
}
