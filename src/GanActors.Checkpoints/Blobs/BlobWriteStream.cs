using System.Globalization;
using System.Text;

namespace GanActors.Checkpoints.Blobs;

/// <summary>
/// What becomes a blob when it is finished, and nothing before. What fits into one block is kept until then; of what is longer, the blocks that are
/// full go ahead, under names no other writer has, and belong to no blob; the service throws them away after a week if they never do.
/// </summary>
internal sealed class BlobWriteStream(BlobContainer container, string blob, CancellationToken cancellation) : Stream
{
    private readonly List<string> _blocks = [];
    private readonly string _writer = $"{Guid.NewGuid():N}";
    private byte[] _block = new byte[1 << 16];
    private int _filled;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => ((long)_blocks.Count * BlobContainer.Block) + _filled;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes it a blob, in place of what was there.</summary>
    public async Task FinishAsync()
    {
        var rest = _block.AsMemory(0, _filled);
        if (_blocks.Count == 0)
        {
            await container.PutAsync(blob, rest, cancellation);
            return;
        }

        if (!rest.IsEmpty)
            await container.PutBlockAsync(blob, NextBlock(), rest, cancellation);
        await container.PutBlockListAsync(blob, _blocks, cancellation);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // Writers of parts have a thread of the pool to themselves.
            if (_filled == BlobContainer.Block)
            {
                container.PutBlockAsync(blob, NextBlock(), _block, cancellation).GetAwaiter().GetResult();
                _filled = 0;
            }

            if (_filled == _block.Length)
                Array.Resize(ref _block, Math.Min(2 * _block.Length, BlobContainer.Block));
            var fits = buffer[..Math.Min(buffer.Length, _block.Length - _filled)];
            fits.CopyTo(_block.AsSpan(_filled));
            _filled += fits.Length;
            buffer = buffer[fits.Length..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // All names of blocks in a blob have to be of one length.
    private string NextBlock()
    {
        _blocks.Add(Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_writer}-{_blocks.Count:D6}"))));
        return _blocks[^1];
    }
}
