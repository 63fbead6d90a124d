using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using GanActors.Recipes;

namespace GanActors.Datasets;

/// <summary>A folder of pictures as a data set, decoded once on all processors and kept decoded on disk.</summary>
internal static class ImageFolder
{
    private const int Reports = 200;

    /// <summary>Reads a folder.</summary>
    /// <param name="name">What the data set is called.</param>
    /// <param name="folder">Where the pictures lie.</param>
    /// <param name="wanted">What they are brought to.</param>
    /// <param name="limit">Only so many of the first pictures; null for all.</param>
    /// <param name="cache">Where decoded pictures are kept.</param>
    /// <param name="progress">Hears how far the decoding is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DatasetException">There is no usable picture, or too many, or what decodes JPEG is not installed.</exception>
    public static ImageDataset Read(
        string name, string folder, ImageSpec wanted, int? limit, DecodedCache cache, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var listing = ImageListing.Of(folder);
        int size = wanted.Item.Size, most = Math.Min(limit ?? int.MaxValue, listing.Files.Length);
        if ((long)most * size > Array.MaxLength)
        {
            throw new DatasetException(
                $"{folder}: {Wording.Amount(most, "picture")} of {wanted.Item} take {Wording.Megabytes((long)most * size)}, more than the "
                + $"{Wording.Megabytes(Array.MaxLength)} there is room for; write a limit of at most {Array.MaxLength / size}, or a smaller size.");
        }

        var key = new DecodedKey(folder, wanted, limit, listing.Digest(wanted, most));
        var images = cache.Read(key);
        if (images is null)
        {
            images = Decode(listing, wanted, most, (done, total) => progress?.Report(new DecodeProgress(name, folder, done, total)), cancellation);
            if (images.Count == 0)
            {
                string none = images.Skipped.Count == 1 ? "its only picture cannot" : $"none of its {Wording.Number(images.Skipped.Count)} pictures can";
                string first = ForeignText.Short(images.Skipped.First, ForeignText.LongestSaying);
                throw new DatasetException($"{folder}: {none} be read: {first}: {images.Skipped.Reason}.");
            }

            cache.Write(key, images);
        }

        if (limit > images.Count)
        {
            throw new DatasetException(
                $"{name}: limit {Wording.Number(limit.Value)} is not in 1 .. {Wording.Number(images.Count)}, the pictures there are in {folder}.");
        }

        return new ImageDataset(
            name, Describe(listing, wanted, images), wanted.Item, images.Pixels, listing.Classes.IsEmpty ? default : images.Labels,
            [.. listing.Classes.Select(ForeignText.Plain)]);
    }

    private static string Describe(ImageListing listing, ImageSpec wanted, DecodedImages images)
    {
        string fitted = wanted.Fit switch { ImageFit.Crop => "cropped", ImageFit.Pad => "padded", _ => "stretched" };
        string classes = listing.Classes.IsEmpty ? listing.WhyNoClasses ?? string.Empty : Wording.Amount(listing.Classes.Length, "class", "classes");
        return $"{Wording.Amount(images.Count, "picture")} from {ForeignText.Plain(listing.Folder)}, {fitted} to {wanted.Width}x{wanted.Height}"
            + (classes.Length > 0 ? $", {classes}" : string.Empty)
            + (images.Skipped.Count > 0 ? $"; {images.Skipped}" : string.Empty);
    }

    /// <summary>Decodes files in order until there are enough good ones.</summary>
    internal static DecodedImages Decode(
        ImageListing listing, ImageSpec wanted, int most, Action<int, int> progress, CancellationToken cancellation)
    {
        int size = wanted.Item.Size;
        byte[] pixels = GC.AllocateUninitializedArray<byte>(most * size);
        byte[] labels = new byte[most];
        int good = 0, tried = 0, skipped = 0;
        string first = string.Empty, reason = string.Empty;
        progress(0, most);
        // One wave is enough where every file is good; another one makes up for those that were not.
        while (good < most && tried < listing.Files.Length)
        {
            int begin = tried, start = good, count = Math.Min(most - good, listing.Files.Length - tried);
            string?[] faults = DecodeWave(
                listing, wanted, begin, count, item => pixels.AsSpan((start + item) * size, size), done => progress(start + done, most), cancellation);
            for (int i = 0; i < count; i++)
            {
                var file = listing.Files[begin + i];
                if (faults[i] is { } fault)
                {
                    if (skipped++ == 0)
                        (first, reason) = (file.Path, fault);
                    continue;
                }

                if (good != start + i)
                    pixels.AsSpan((start + i) * size, size).CopyTo(pixels.AsSpan(good * size));
                labels[good++] = file.Label;
            }

            tried += count;
        }

        return new DecodedImages(good, pixels.AsMemory(0, good * size), labels.AsMemory(0, good), new SkippedImages(skipped, tried, first, reason));
    }

    private delegate Span<byte> Room(int item);

    // What is wrong with each file of a stretch; null where nothing is.
    private static string?[] DecodeWave(
        ImageListing listing, ImageSpec wanted, int begin, int count, Room room, Action<int> progress, CancellationToken cancellation)
    {
        string?[] faults = new string?[count];
        int done = 0, reportEvery = Math.Max(1, count / Reports);
        // Called from a grain's turn, too, whose scheduler runs one thing at a time.
        var options = new ParallelOptions { TaskScheduler = TaskScheduler.Default, CancellationToken = cancellation };
        try
        {
            // One file at a time: they differ too much in size to be dealt out in equal parts.
            Parallel.ForEach(
                Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering),
                options,
                () => (File: new ImageFile(), Framing: new ImageFraming(wanted)),
                (i, _, tools) =>
                {
                    try
                    {
                        tools.Framing.Frame(tools.File.Read(Path.Combine(listing.Folder, listing.Files[begin + i].Path)), room(i));
                    }
                    catch (ImageFileException fault)
                    {
                        faults[i] = fault.Message;
                    }

                    int sofar = Interlocked.Increment(ref done);
                    if (sofar % reportEvery == 0 || sofar == count)
                        progress(sofar);
                    return tools;
                },
                tools => tools.File.Dispose());
        }
        catch (AggregateException faultsOfAll) when (faultsOfAll.InnerExceptions.OfType<DatasetException>().FirstOrDefault() is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return faults;
    }
}
