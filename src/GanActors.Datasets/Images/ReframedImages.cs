using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Datasets;

/// <summary>Images that have a size of their own, brought to another one.</summary>
internal static class ReframedImages
{
    /// <summary>The same items, labels and order, at the size that is wanted.</summary>
    /// <exception cref="DatasetException">The items are no pictures, or too many for their size.</exception>
    public static IDataset Of(IDataset whole, ImageSpec wanted)
    {
        if (whole is not ImageDataset images)
            throw new DatasetException($"{whole.Name}: only pictures have a size, and an item is {whole.Item}; remove size.");
        if (images.Item == wanted.Item)
            return images;
        int size = wanted.Item.Size;
        if ((long)images.Count * size > Array.MaxLength)
        {
            throw new DatasetException(
                $"{whole.Name}: {Wording.Amount(images.Count, "image")} of {wanted.Item} take {Wording.Megabytes((long)images.Count * size)}, more than the "
                + $"{Wording.Megabytes(Array.MaxLength)} there is room for; write a smaller size.");
        }

        byte[] pixels = GC.AllocateUninitializedArray<byte>(images.Count * size);
        // Called from a grain's turn, too, whose scheduler runs one thing at a time.
        var onPool = new ParallelOptions { TaskScheduler = TaskScheduler.Default };
        Parallel.For(
            0,
            images.Count,
            onPool,
            () => (Framing: new ImageFraming(wanted), Picture: new Pixmap(images.Item[2], images.Item[1], images.Item[0])),
            (i, _, tools) =>
            {
                PixelConversion.OfPlanes(images.Pixels(i), tools.Picture);
                tools.Framing.Frame(tools.Picture, pixels.AsSpan(i * size, size));
                return tools;
            },
            _ => { });
        byte[] labels = images.Classes == 0 ? [] : new byte[images.Count];
        if (labels.Length > 0)
            images.GatherLabels([.. Enumerable.Range(0, images.Count)], labels);
        return new ImageDataset(
            images.Name, $"{images.Description}, brought to {wanted.Width}x{wanted.Height}", wanted.Item, pixels, labels, images.ClassNames);
    }
}
