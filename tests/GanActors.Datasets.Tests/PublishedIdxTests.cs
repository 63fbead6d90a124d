using System.IO.Compression;
using System.Security.Cryptography;

namespace GanActors.Datasets.Tests;

public sealed class PublishedIdxTests
{
    private static readonly string Debian = PublishedIdx.FashionMnist.InstalledFolders[0];

    private static void SkipWithoutDebian()
    {
        if (!Directory.Exists(Debian))
            Assert.Skip($"Fashion-MNIST is not in {Debian}: {PublishedIdx.FashionMnist.InstallHint}.");
    }

    [Fact]
    public void Lengths_follow_from_the_counts()
    {
        foreach (var source in new[] { PublishedIdx.Mnist, PublishedIdx.FashionMnist })
        {
            Assert.Equal(10, source.ClassNames.Length);
            foreach (var part in new[] { source.Training, source.Test })
            {
                Assert.Equal(16 + (part.Count * 28L * 28L), part.Images.ContentBytes);
                Assert.Equal(8L + part.Count, part.Labels.ContentBytes);
            }

            Assert.All(source.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
            Assert.All(source.Mirrors, mirror => Assert.EndsWith("/", mirror.AbsolutePath, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Debians_fashion_mnist_is_the_published_one()
    {
        SkipWithoutDebian();
        foreach (var file in PublishedIdx.FashionMnist.Files)
        {
            using var content = new GZipStream(File.OpenRead(IdxFolders.Find(Debian, file)!), CompressionMode.Decompress);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public async Task Debians_fashion_mnist_is_found_and_read_whole()
    {
        SkipWithoutDebian();
        using var empty = new TemporaryFolder();
        var catalog = new DatasetCatalog(DataDirectory.Resolve(empty.Path), downloads: false);
        var set = (ImageDataset)await catalog.LoadAsync("fashion-mnist", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((60_000, 10, "[1, 28, 28]"), (set.Count, set.Classes, set.Item.ToString()));
        Assert.Equal($"60,000 training images from {Debian}", set.Description);
        byte[] labels = new byte[set.Count];
        set.GatherLabels([.. Enumerable.Range(0, set.Count)], labels);
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(6_000, labels.Count(found => found == label)));
        Assert.Equal("ankle boot", set.ClassNames[labels[0]]);
        var choice = await catalog.ChooseBestAsync(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("fashion-mnist", choice.Dataset.Name);
    }
}
