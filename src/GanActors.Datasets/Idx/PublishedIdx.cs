namespace GanActors.Datasets;

/// <summary>The IDX data sets the catalog knows. Lengths and checksums are those of the uncompressed files, which no repacking changes.</summary>
internal static class PublishedIdx
{
    /// <summary>Y. LeCun, C. Cortes: MNIST.</summary>
    public static IdxSource Mnist { get; } = new(
        "mnist",
        "handwritten digits (LeCun, Cortes, Burges)",
        28,
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        new IdxPart(
            "training", 60_000,
            new("train-images-idx3-ubyte", 9_912_422, 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new("train-labels-idx1-ubyte", 28_881, 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5")),
        new IdxPart(
            "test", 10_000,
            new("t10k-images-idx3-ubyte", 1_648_877, 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new("t10k-labels-idx1-ubyte", 4_542, 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
        [
            new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new Uri("https://storage.googleapis.com/cvdf-datasets/mnist/"),
        ],
        [],
        null);

    /// <summary>Zalando Research: Fashion-MNIST.</summary>
    public static IdxSource FashionMnist { get; } = new(
        "fashion-mnist",
        "photographs of clothes, shoes and bags (Zalando Research)",
        28,
        ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
        new IdxPart(
            "training", 60_000,
            new("train-images-idx3-ubyte", 26_421_880, 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new("train-labels-idx1-ubyte", 29_515, 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9")),
        new IdxPart(
            "test", 10_000,
            new("t10k-images-idx3-ubyte", 4_422_102, 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new("t10k-labels-idx1-ubyte", 5_148, 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")),
        [
            new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            new Uri("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
        ],
        ["/usr/share/datasets/fashion-mnist"],
        "apt-get install dataset-fashion-mnist");
}
