using GanActors.Datasets;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Evaluation.Tests;

/// <summary>Images of 8x8 with one bright bar: across for class 0, down for class 1, on a noisy ground.</summary>
internal static class TinyImages
{
    private const int Side = 8;

    public static Shape Item { get; } = new(1, Side, Side);

    public static ImageDataset Of(int count, ulong seed, bool labelled = true)
    {
        byte[] pixels = new byte[count * Side * Side], labels = new byte[count];
        float[] noise = new float[Side * Side];
        for (int item = 0; item < count; item++)
        {
            var stream = new RandomStream(seed, StreamPurpose.Dataset, 0, (ulong)item);
            stream.Uniform(noise);
            int place = (int)(noise[0] * Side);
            labels[item] = (byte)(item % 2);
            for (int i = 0; i < noise.Length; i++)
            {
                bool bar = (labels[item] == 0 ? i / Side : i % Side) == place;
                pixels[(item * noise.Length) + i] = (byte)((bar ? 180 : 0) + (int)(noise[i] * 70));
            }
        }

        return new ImageDataset("bars", "drawn", Item, pixels, labelled ? labels : [], labelled ? ["across", "down"] : []);
    }

    /// <summary>A data set's items as a generator would hand them over.</summary>
    public static IEnumerable<Batch> Batches(IDataset data, int together = 100, Func<int, byte>? asked = null)
    {
        for (int at = 0; at < data.Count; at += together)
        {
            int[] items = [.. Enumerable.Range(at, Math.Min(together, data.Count - at))];
            float[] values = new float[items.Length * data.Item.Size];
            data.Gather(items, PixelRange.Unit, values);
            yield return new Batch(data.Item, items.Length, values, asked is null ? default : items.Select(asked).ToArray());
        }
    }
}
