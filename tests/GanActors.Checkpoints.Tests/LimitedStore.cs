using System.Collections.Immutable;

namespace GanActors.Checkpoints.Tests;

/// <summary>A store on a disk with room for so many bytes.</summary>
internal sealed class LimitedStore(ICheckpointStore store, long room) : ICheckpointStore
{
    private long _room = room;

    public string Location => store.Location;

    public string PlaceOf(string name) => store.PlaceOf(name);

    public Task WriteAsync(string name, Action<Stream> write, CancellationToken cancellation = default) =>
        store.WriteAsync(name, stream => write(new Rest(stream, this)), cancellation);

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) => store.OpenAsync(name, cancellation);

    public Task<ImmutableArray<StoredPart>> ListAsync(string prefix, CancellationToken cancellation = default) => store.ListAsync(prefix, cancellation);

    public Task DeleteAsync(string name, CancellationToken cancellation = default) => store.DeleteAsync(name, cancellation);

    public Task SweepUnfinishedAsync(Func<string, bool> isAbandoned, CancellationToken cancellation = default) =>
        store.SweepUnfinishedAsync(isAbandoned, cancellation);

    private sealed class Rest(Stream inner, LimitedStore disk) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = (int)Math.Min(buffer.Length, disk._room);
            inner.Write(buffer[..fits]);
            disk._room -= fits;
            if (fits < buffer.Length)
                throw new IOException("No space left on device");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
