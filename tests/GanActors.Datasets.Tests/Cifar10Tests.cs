using System.Runtime.InteropServices;
using GanActors.Networks;

namespace GanActors.Datasets.Tests;

public sealed class Cifar10Tests : IDisposable
{
    private const int RecordLength = 3073;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private DatasetCatalog Catalog() => new(DataDirectory.Resolve(_folder.Path, _ => null, OSPlatform.Linux), downloads: false);

    // The record's label, then red, green and blue planes that can be told apart.
    private static byte[] Record(byte label, byte first) => [label, .. Enumerable.Range(0, 3072).Select(i => (byte)(first + (i / 1024)))];

    private void WriteTraining(string under)
    {
        for (int batch = 1; batch <= 5; batch++)
            _folder.Write($"{under}/data_batch_{batch}.bin", [.. Record((byte)batch, (byte)(10 * batch)), .. Record(9, (byte)((10 * batch) + 5))]);
    }

    [Theory]
    [InlineData("cifar-10")]
    [InlineData("cifar-10/cifar-10-batches-bin")]
    public async Task The_training_batches_are_one_data_set_with_labels(string under)
    {
        WriteTraining(under);
        var catalog = Catalog();
        Assert.Equal(DatasetAvailability.Installed, catalog.Find("cifar-10").Availability);
        var set = (ImageDataset)await catalog.LoadAsync("cifar-10", cancellation: Cancellation);
        Assert.Equal((10, new Shape(3, 32, 32), 10), (set.Count, set.Item, set.Classes));
        Assert.Equal([20, 21, 22], new[] { 0, 1024, 3071 }.Select(at => (int)set.Pixels(2)[at]));
        byte[] labels = new byte[10];
        set.GatherLabels([.. Enumerable.Range(0, 10)], labels);
        Assert.Equal([1, 9, 2, 9, 3, 9, 4, 9, 5, 9], labels);
        Assert.Equal("truck", set.ClassNames[9]);
        Assert.StartsWith("10 training images from ", set.Description, StringComparison.Ordinal);
        Assert.Equal(3, (await catalog.LoadAsync("cifar-10", limit: 3, cancellation: Cancellation)).Count);
    }

    [Fact]
    public async Task The_test_batch_serves_where_training_batches_are_missing()
    {
        _folder.Write("cifar-10/test_batch.bin", Record(3, 1));
        _folder.Write("cifar-10/data_batch_1.bin", Record(3, 1));
        Assert.Equal(DatasetAvailability.TestOnly, Catalog().Find("cifar-10").Availability);
        var set = await Catalog().LoadAsync("cifar-10", cancellation: Cancellation);
        Assert.Equal(1, set.Count);
        Assert.Contains("1 test image from", set.Description, StringComparison.Ordinal);
        Assert.Contains("get the binary version", set.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_at_hand_the_error_says_where_to_get_it()
    {
        var fault = await Assert.ThrowsAsync<DatasetException>(() => Catalog().LoadAsync("cifar-10", cancellation: Cancellation));
        Assert.Contains("cifar-10-binary.tar.gz", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, "cifar-10"), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RecordLength - 1)]
    [InlineData(RecordLength + 1)]
    public async Task A_file_that_is_no_whole_number_of_records_is_named(int length)
    {
        WriteTraining("cifar-10");
        string path = _folder.Write("cifar-10/data_batch_3.bin", new byte[length]);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => Catalog().LoadAsync("cifar-10", cancellation: Cancellation));
        Assert.Equal((path, (long?)length), (fault.File, fault.Offset));
    }

    [Fact]
    public async Task A_label_of_no_class_is_named_with_its_byte()
    {
        WriteTraining("cifar-10");
        string path = _folder.Write("cifar-10/data_batch_2.bin", [.. Record(9, 0), .. Record(10, 0)]);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => Catalog().LoadAsync("cifar-10", cancellation: Cancellation));
        Assert.Equal((path, (long?)RecordLength, "label"), (fault.File, fault.Offset, fault.Field));
    }
}
