using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Datasets.Tests;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "images-idx3-ubyte")]
    [InlineData(true, "images-idx3-ubyte.gz")]
    [InlineData(true, "packed-but-not-named-so")]
    [InlineData(false, "named-packed-but-plain.gz")]
    public void A_file_is_read_plain_or_packed_whatever_its_name(bool packed, string name)
    {
        byte[] content = IdxBytes.Images(5, 3);
        var array = IdxFile.Read(_folder.Write(name, packed ? IdxBytes.Zip(content) : content), 3);
        Assert.Equal([5, 3, 3], array.Dimensions);
        Assert.Equal(content[16..], array.Values);
    }

    [Fact]
    public void A_plain_file_cut_at_any_byte_is_refused_with_its_name_and_the_place()
    {
        byte[] content = IdxBytes.Images(2, 3);
        for (int length = 0; length < content.Length; length++)
        {
            string path = _folder.Write("cut", content[..length]);
            var fault = Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
            Assert.Equal(path, fault.File);
            Assert.Equal(length, fault.Offset);
        }
    }

    [Fact]
    public void A_packed_file_cut_at_any_byte_is_refused()
    {
        byte[] packed = IdxBytes.Zip(IdxBytes.Images(9, 5));
        for (int length = 0; length < packed.Length; length++)
        {
            string path = _folder.Write("cut.gz", packed[..length]);
            Assert.Contains(path, Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_after_the_last_element_are_refused(bool packed)
    {
        byte[] content = [.. IdxBytes.Images(2, 3), 7];
        string path = _folder.Write("long", packed ? IdxBytes.Zip(content) : content);
        var fault = Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
        Assert.Equal(16 + 18, fault.Offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Bytes_after_the_gzip_stream_are_refused(int more)
    {
        string path = _folder.Write("long.gz", [.. IdxBytes.Zip(IdxBytes.Images(2, 3)), .. new byte[more]]);
        Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
    }

    [Theory]
    [InlineData(0, 1, "magic")]
    [InlineData(1, 1, "magic")]
    [InlineData(2, 0x0d, "element type")]
    [InlineData(3, 1, "rank")]
    [InlineData(3, 255, "rank")]
    public void A_wrong_magic_type_or_rank_is_named(int offset, byte value, string field)
    {
        byte[] content = IdxBytes.Images(2, 3);
        content[offset] = value;
        var fault = Assert.Throws<DatasetException>(() => IdxFile.Read(_folder.Write("wrong", content), 3));
        Assert.Equal((offset, field), (fault.Offset, fault.Field));
        Assert.Contains("00 00 08 03", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x80000000u, 28u, 28u, 4, "number of items")]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 4, "number of items")]
    [InlineData(60_000u, 0x10000u, 28u, 8, "rows")]
    [InlineData(60_000u, 28u, 0x80000000u, 12, "columns")]
    [InlineData(0u, 28u, 28u, 4, "number of items")]
    [InlineData(2u, 0u, 28u, 8, "rows")]
    [InlineData(2u, 28u, 0u, 12, "columns")]
    public void A_dimension_that_cannot_be_is_named(uint items, uint rows, uint columns, int offset, string field)
    {
        foreach (bool packed in new[] { false, true })
        {
            byte[] content = [.. IdxBytes.Header(items, rows, columns), 1, 2, 3];
            string path = _folder.Write("hostile", packed ? IdxBytes.Zip(content) : content);
            var fault = Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
            Assert.Equal((offset, field), (fault.Offset, fault.Field));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_is_not_believed_beyond_what_the_file_can_hold(bool packed)
    {
        byte[] content = [.. IdxBytes.Header(1_000_000, 28, 28), 1, 2, 3];
        string path = _folder.Write("boast", packed ? IdxBytes.Zip(content) : content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_gzip_bomb_is_unpacked_no_further_than_its_header_declares()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(IdxBytes.Header(2, 3, 3));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
                gzip.Write(zeros);
        }

        string path = _folder.Write("bomb.gz", packed.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
        Assert.Equal((34L, "end"), (fault.Offset, fault.Field));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_damaged_gzip_stream_is_refused()
    {
        byte[] packed = IdxBytes.Zip(IdxBytes.Images(9, 5));
        packed[^6] ^= 1;
        var fault = Assert.Throws<DatasetException>(() => IdxFile.Read(_folder.Write("damaged.gz", packed), 3));
        Assert.Contains("gzip", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused_but_nothing_else()
    {
        byte[] plain = IdxBytes.Images(4, 4);
        byte[][] originals = [plain, IdxBytes.Zip(plain)];
        var change = from which in Gen.Choose(0, 1)
                     from bytes in Gen.ArrayOf(Gen.Choose(0, int.MaxValue))
                     select (which, bytes);
        Prop.ForAll(change.ToArbitrary(), changed =>
        {
            byte[] content = [.. originals[changed.which]];
            foreach (int how in changed.bytes)
                content[how % content.Length] = (byte)(how >> 16);
            string path = _folder.Write("changed", content);
            try
            {
                var array = IdxFile.Read(path, 3);
                Assert.Equal(array.Values.Length, array.Dimensions.Aggregate(1, (product, dimension) => product * dimension));
            }
            catch (DatasetException fault)
            {
                Assert.Contains(path, fault.Message, StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_is_named()
    {
        string missing = Path.Combine(_folder.Path, "missing");
        Assert.Contains(missing, Assert.Throws<DatasetException>(() => IdxFile.Read(missing, 3)).Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, Assert.Throws<DatasetException>(() => IdxFile.Read(_folder.Path, 3)).Message, StringComparison.Ordinal);
    }
}
