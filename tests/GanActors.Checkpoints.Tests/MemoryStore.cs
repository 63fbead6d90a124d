using System.Collections.Immutable;

namespace GanActors.Checkpoints.Tests;

/// <summary>A store in memory, which tests can damage, and which can fail.</summary>
internal sealed class MemoryStore : ICheckpointStore
{
    public SortedDictionary<string, byte[]> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>How many more changes succeed before every one fails; as if the process had died then.</summary>
    public int ChangesLeft { get; set; } = int.MaxValue;

    public string Location => "memory";

    public string PlaceOf(string name)
    {
        PartName.Check(name);
        return $"memory/{name}";
    }

    public Task WriteAsync(string name, Action<Stream> write, CancellationToken cancellation = default)
    {
        using var stream = new MemoryStream();
        write(stream);
        Change(name);
        Parts[name] = stream.ToArray();
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) =>
        Task.FromResult<Stream?>(Parts.TryGetValue(name, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null);

    public Task<ImmutableArray<StoredPart>> ListAsync(string prefix, CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<StoredPart>>(
            [.. Parts.Where(part => part.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(part => new StoredPart(part.Key, part.Value.Length))]);

    public Task DeleteAsync(string name, CancellationToken cancellation = default)
    {
        Change(name);
        Parts.Remove(name);
        return Task.CompletedTask;
    }

    public Task SweepUnfinishedAsync(Func<string, bool> isAbandoned, CancellationToken cancellation = default) => Task.CompletedTask;

    private void Change(string name)
    {
        if (ChangesLeft-- <= 0)
            throw new CheckpointException(PlaceOf(name), "the process died");
    }
}
