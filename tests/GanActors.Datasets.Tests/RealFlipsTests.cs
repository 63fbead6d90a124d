using GanActors.Networks;

namespace GanActors.Datasets.Tests;

public sealed class RealFlipsTests
{
    // Item i: 3x2 pixels of values 6 i .. 6 i + 5, label i modulo 2.
    private static ImageDataset Ramps(int count) => new(
        "ramps", "ramps", new Shape(1, 3, 2), Enumerable.Range(0, 6 * count).Select(i => (byte)i).ToArray(),
        Enumerable.Range(0, count).Select(i => (byte)(i % 2)).ToArray(), ["even", "odd"]);

    private static (int Item, bool Mirrored)[] Course(ulong seed, int epochs)
    {
        var batches = new RealBatches(Ramps(40), 8, seed, new PixelRange(0, 255), flip: true);
        var course = new List<(int, bool)>();
        float[] values = new float[48];
        byte[] labels = new byte[8];
        for (int ordinal = 0; ordinal < 5 * epochs; ordinal++)
        {
            batches.Read(ordinal, values, labels);
            for (int i = 0; i < 8; i++)
            {
                int[] item = [.. values.AsSpan(6 * i, 6).ToArray().Select(value => (int)MathF.Round(value))];
                int first = Math.Min(item[0], item[1]);
                bool mirrored = item[0] > item[1];
                Assert.Equal(mirrored ? [1, 0, 3, 2, 5, 4] : [0, 1, 2, 3, 4, 5], item.Select(value => value - first));
                Assert.Equal(first / 6 % 2, labels[i]);
                course.Add((first / 6, mirrored));
            }
        }

        return [.. course];
    }

    [Fact]
    public void Half_of_the_items_are_mirrored_anew_in_every_epoch()
    {
        var course = Course(seed: 5, epochs: 50);
        Assert.InRange(course.Count(each => each.Mirrored), 900, 1100);
        var byItem = course.GroupBy(each => each.Item).ToArray();
        Assert.Equal(40, byItem.Length);
        Assert.All(byItem, item => Assert.InRange(item.Count(each => each.Mirrored), 10, 40));
    }

    [Fact]
    public void What_is_mirrored_is_a_function_of_the_seed()
    {
        Assert.Equal(Course(seed: 5, epochs: 3), Course(seed: 5, epochs: 3));
        Assert.NotEqual(Course(seed: 5, epochs: 3), Course(seed: 6, epochs: 3));
    }

    [Fact]
    public void A_batch_is_mirrored_alike_in_any_order_of_asking()
    {
        var forwards = new RealBatches(Ramps(40), 8, 3, flip: true);
        var resumed = new RealBatches(Ramps(40), 8, 3, flip: true);
        float[] values = new float[48], again = new float[48];
        for (int ordinal = 0; ordinal < 23; ordinal++)
            forwards.Read(ordinal, values);
        resumed.Read(22, again);
        Assert.Equal(values, again);
    }

    [Fact]
    public void Without_flips_nothing_is_mirrored()
    {
        float[] plain = new float[240];
        new RealBatches(Ramps(40), 40, 3, new PixelRange(0, 255)).Read(0, plain);
        for (int i = 0; i < plain.Length; i += 2)
            Assert.True(plain[i] < plain[i + 1]);
    }

    [Fact]
    public void Mirroring_allocates_nothing()
    {
        var batches = new RealBatches(Ramps(40), 8, 3, flip: true);
        float[] values = new float[48];
        batches.Read(0, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int ordinal = 0; ordinal < 50; ordinal++)
            batches.Read(ordinal, values);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Points_cannot_be_flipped()
    {
        var points = new MixtureDataset("ring", Mixture.Ring, 10, 1, 1);
        Assert.Throws<DatasetException>(() => new RealBatches(points, 2, 1, flip: true));
    }
}
