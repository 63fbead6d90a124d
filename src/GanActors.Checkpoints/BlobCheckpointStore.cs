using System.Collections.Immutable;
using GanActors.Checkpoints.Blobs;

namespace GanActors.Checkpoints;

/// <summary>
/// A store in a container of Azure Blob Storage: a part is a blob below the run's own prefix. The service keeps a blob whole or not at all, and answers only
/// when what it has taken survives the loss of a disk; so the order in which parts and manifest are written is all that a checkpoint needs here, too.
/// </summary>
internal sealed class BlobCheckpointStore : ICheckpointStore
{
    private readonly BlobContainer _container;
    private readonly string _prefix;

    /// <summary>A store in a container, which is made when the first part is written.</summary>
    /// <param name="container">The container.</param>
    /// <param name="prefix">What the run's blobs begin with, without the slash behind it.</param>
    public BlobCheckpointStore(BlobContainer container, string prefix)
    {
        PartName.Check(prefix);
        (_container, _prefix) = (container, prefix);
    }

    /// <inheritdoc/>
    public string Location => _container.PlaceOf(_prefix);

    /// <inheritdoc/>
    public string PlaceOf(string name) => _container.PlaceOf(BlobOf(name));

    /// <inheritdoc/>
    public Task WriteAsync(string name, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        string blob = BlobOf(name);
        return Task.Run(Write, cancellation);

        async Task Write()
        {
            await using var stream = new BlobWriteStream(_container, blob, cancellation);
            write(stream);
            await stream.FinishAsync();
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) => _container.OpenAsync(BlobOf(name), cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredPart>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string beginning = $"{_prefix}/{prefix}";
        return
        [
            .. (await _container.ListAsync(beginning, cancellation))
                .Where(blob => blob.Name.StartsWith(beginning, StringComparison.Ordinal) && PartName.IsValid(blob.Name[(_prefix.Length + 1)..]))
                .Select(blob => new StoredPart(blob.Name[(_prefix.Length + 1)..], blob.Bytes))
                .OrderBy(part => part.Name, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellation = default) => _container.DeleteAsync(BlobOf(name), cancellation);

    /// <inheritdoc/>
    public Task SweepUnfinishedAsync(Func<string, bool> isAbandoned, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(isAbandoned);
        // Blocks that never became a blob are the service's to throw away; there are no folders.
        return Task.CompletedTask;
    }

    private string BlobOf(string name)
    {
        PartName.Check(name);
        return $"{_prefix}/{name}";
    }
}
