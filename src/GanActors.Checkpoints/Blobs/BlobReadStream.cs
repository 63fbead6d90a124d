using System.Net.Http.Headers;

namespace GanActors.Checkpoints.Blobs;

/// <summary>A long blob while it comes. If it breaks off, it is asked for again from there on, as long as it is the same.</summary>
internal sealed class BlobReadStream(
    BlobContainer container, string blob, long length, EntityTagHeaderValue? tag, Stream body, HttpResponseMessage response) : Stream
{
    private Stream _body = body;
    private HttpResponseMessage _response = response;
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _position == length)
            return 0;
        for (int attempt = 1; ; attempt++)
        {
            Exception cause;
            try
            {
                // A body that was broken off by a failed attempt to go on with it is no more.
                if (attempt > 1)
                    await GoOn(cancellationToken);
                int read = await container.Timed(stop => _body.ReadAsync(buffer, stop), cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException($"it broke off after {_position} of {length} bytes");
                _position += read;
                return read;
            }
            catch (Exception error) when (BlobContainer.MayPass(error))
            {
                cause = error;
            }

            if (!await container.Again(attempt, null, cancellationToken))
                throw container.Fault(new BlobRequest(HttpMethod.Get, blob, "read"), cause.Message, cause);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Readers of parts have a thread of the pool to themselves.
    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }

    private async Task GoOn(CancellationToken cancellation)
    {
        _response.Dispose();
        _response = await container.GoOnAsync(blob, _position, tag, cancellation);
        _body = await _response.Content.ReadAsStreamAsync(cancellation);
    }
}
