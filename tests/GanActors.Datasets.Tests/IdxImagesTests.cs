namespace GanActors.Datasets.Tests;

public sealed class IdxImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ImageDataset Read(byte[] images, byte[] labels) => IdxImages.Read(
        TinySource.Named("tiny"), new IdxPair(_folder.Write("images", images), _folder.Write("labels", labels)), count => $"{count} images");

    [Fact]
    public void Images_and_labels_become_a_data_set()
    {
        var set = Read(TinySource.TrainingImages, TinySource.TrainingLabels);
        Assert.Equal(("tiny", 6, 3, "[1, 4, 4]"), (set.Name, set.Count, set.Classes, set.Item.ToString()));
        Assert.Equal(TinySource.TrainingImages.AsSpan(32, 16), set.Pixels(1));
        byte[] labels = new byte[3];
        set.GatherLabels([5, 0, 1], labels);
        Assert.Equal([2, 0, 1], labels);
    }

    [Fact]
    public void Images_and_labels_agree_in_number()
    {
        var fault = Assert.Throws<DatasetException>(() => Read(TinySource.TrainingImages, TinySource.TestLabels));
        Assert.Equal((4L, "number of items"), (fault.Offset, fault.Field));
        Assert.Contains("4 labels", fault.Message, StringComparison.Ordinal);
        Assert.Contains("6 images", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_have_the_side_of_their_data_set()
    {
        var fault = Assert.Throws<DatasetException>(() => Read(IdxBytes.Images(6, 5), TinySource.TrainingLabels));
        Assert.Equal((8L, "rows"), (fault.Offset, fault.Field));
    }

    [Fact]
    public void A_label_that_names_no_class_is_found()
    {
        byte[] labels = [.. TinySource.TrainingLabels];
        labels[8 + 4] = 3;
        var fault = Assert.Throws<DatasetException>(() => Read(TinySource.TrainingImages, labels));
        Assert.Equal((12L, "label"), (fault.Offset, fault.Field));
    }

    [Fact]
    public void Labels_given_as_images_are_refused() =>
        Assert.Equal("rank", Assert.Throws<DatasetException>(() => Read(TinySource.TrainingLabels, TinySource.TrainingLabels)).Field);
}
