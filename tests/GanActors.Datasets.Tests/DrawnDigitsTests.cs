using System.Security.Cryptography;

namespace GanActors.Datasets.Tests;

public sealed class DrawnDigitsTests
{
    private static Task<IDataset> LoadAsync(DatasetCatalog catalog, int? limit = null) =>
        catalog.LoadAsync("digits", limit, cancellation: TestContext.Current.CancellationToken);

    private static DatasetCatalog Catalog() => new(DataDirectory.Resolve(Path.Combine(Path.GetTempPath(), "no-such-folder")), downloads: false);

    [Fact]
    public async Task They_are_the_same_on_every_machine()
    {
        var digits = (ImageDataset)await LoadAsync(Catalog());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < 1000; i++)
            hash.AppendData(digits.Pixels(i));
        Assert.Equal("56108441c92deb962b3c8dbbc89197ca4408a35430046c3f1a41164d7f0fcd4d", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public async Task They_come_in_any_amount_and_each_is_drawn_for_itself()
    {
        var catalog = Catalog();
        var usual = (ImageDataset)await LoadAsync(catalog);
        var more = (ImageDataset)await LoadAsync(catalog, 30_000);
        var few = (ImageDataset)await LoadAsync(catalog, 7);
        Assert.Equal((20_000, 30_000, 7), (usual.Count, more.Count, few.Count));
        Assert.Equal(20_000, (await LoadAsync(catalog)).Count);
        foreach (int i in new[] { 0, 6, 511, 512, 19_999 })
            Assert.Equal(usual.Pixels(i), more.Pixels(i));
        Assert.Equal(usual.Pixels(6), few.Pixels(6));
    }

    [Fact]
    public async Task Every_digit_is_there_equally_often()
    {
        var digits = await LoadAsync(Catalog());
        byte[] labels = new byte[digits.Count];
        digits.GatherLabels([.. Enumerable.Range(0, digits.Count)], labels);
        Assert.All(Enumerable.Range(0, 10), digit => Assert.Equal(2_000, labels.Count(label => label == digit)));
    }

    // MNIST: mean 0.1307, standard deviation 0.3081, bodies 20 pixels high, centre of mass in the middle.
    [Fact]
    public async Task They_are_inked_sized_and_centred_as_mnist_is()
    {
        var digits = (ImageDataset)await LoadAsync(Catalog());
        double sum = 0, squares = 0, x = 0, y = 0, height = 0;
        const int Some = 5_000;
        for (int i = 0; i < Some; i++)
        {
            var pixels = digits.Pixels(i);
            double mass = 0, massX = 0, massY = 0;
            int top = 28, bottom = -1;
            for (int p = 0; p < pixels.Length; p++)
            {
                double ink = pixels[p] / 255.0;
                sum += ink;
                squares += ink * ink;
                mass += ink;
                massX += ink * (p % 28);
                massY += ink * (p / 28);
                if (pixels[p] > 30)
                    (top, bottom) = (Math.Min(top, p / 28), Math.Max(bottom, p / 28));
            }

            Assert.InRange(massX / mass, 12, 15);
            Assert.InRange(massY / mass, 12, 15);
            Assert.True(bottom - top + 1 is >= 10 and <= 23, $"digit {i} is {bottom - top + 1} pixels high");
            x += massX / mass;
            y += massY / mass;
            height += bottom - top + 1;
        }

        double mean = sum / Some / 784;
        Assert.InRange(mean, 0.12, 0.14);
        Assert.InRange(Math.Sqrt((squares / Some / 784) - (mean * mean)), 0.29, 0.32);
        Assert.InRange(x / Some, 13.3, 13.7);
        Assert.InRange(y / Some, 13.3, 13.7);
        Assert.InRange(height / Some, 19, 21);
    }

    // A nearest-centroid classifier knows 82 % of MNIST's test digits. Unreadable drawings would be guessed; copies of one drawing, all known.
    [Fact]
    public async Task They_are_told_apart_by_shape_and_yet_differ()
    {
        var digits = (ImageDataset)await LoadAsync(Catalog());
        double[] centroids = new double[10 * 784];
        for (int i = 0; i < 10_000; i++)
        {
            var pixels = digits.Pixels(i);
            for (int p = 0; p < 784; p++)
                centroids[(i % 10 * 784) + p] += pixels[p] / 1000.0;
        }

        int known = 0;
        for (int i = 10_000; i < 12_000; i++)
            known += Nearest(digits.Pixels(i), centroids) == i % 10 ? 1 : 0;
        Assert.InRange(known / 2000.0, 0.75, 0.99);
    }

    [Fact]
    public async Task A_limit_is_a_number_of_items()
    {
        await Assert.ThrowsAsync<DatasetException>(() => LoadAsync(Catalog(), 0));
        await Assert.ThrowsAsync<DatasetException>(() => LoadAsync(Catalog(), 2_000_000));
    }

    private static int Nearest(ReadOnlySpan<byte> pixels, ReadOnlySpan<double> centroids)
    {
        (int digit, double distance) nearest = (-1, double.MaxValue);
        for (int digit = 0; digit < 10; digit++)
        {
            double distance = 0;
            for (int p = 0; p < 784; p++)
            {
                double difference = centroids[(digit * 784) + p] - pixels[p];
                distance += difference * difference;
            }

            if (distance < nearest.distance)
                nearest = (digit, distance);
        }

        return nearest.digit;
    }
}
