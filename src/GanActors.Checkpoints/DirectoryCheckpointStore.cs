using System.Collections.Immutable;
using System.IO.Enumeration;
using GanActors.Files;

namespace GanActors.Checkpoints;

/// <summary>
/// A store in a folder; a part's name is its path below it. A part is written under another name in the folder where it goes, flushed, renamed, and
/// the folder is flushed, too.
/// </summary>
public sealed class DirectoryCheckpointStore : ICheckpointStore
{
    // A version's folder and the parts in it; what somebody else put deeper is not ours.
    private const int Depth = 4;

    /// <summary>A store in a folder, which is made when the first part is written.</summary>
    public DirectoryCheckpointStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Location = Path.GetFullPath(folder);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public string PlaceOf(string name)
    {
        PartName.Check(name);
        return Path.Combine([Location, .. name.Split('/')]);
    }

    /// <inheritdoc/>
    public Task WriteAsync(string name, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        string path = PlaceOf(name);
        return Run(path, "written", () => WholeFile.Write(path, write), cancellation);
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default)
    {
        string path = PlaceOf(name);
        Stream? stream = null;
        await Run(path, "read", Open, cancellation);
        return stream;

        void Open()
        {
            try
            {
                stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                // There is none.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredPart>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        int slash = prefix.LastIndexOf('/');
        string folder = slash > 0 ? PlaceOf(prefix[..slash]) : Location;
        ImmutableArray<StoredPart> parts = [];
        await Run(folder, "read", List, cancellation);
        return parts;

        void List() => parts =
        [
            .. Entries(folder)
                .Where(entry => !entry.IsFolder && entry.Name.StartsWith(prefix, StringComparison.Ordinal) && PartName.IsValid(entry.Name))
                .Select(entry => new StoredPart(entry.Name, entry.Bytes))
                .OrderBy(part => part.Name, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellation = default)
    {
        string path = PlaceOf(name);
        return Run(path, "deleted", Delete, cancellation);

        void Delete()
        {
            string folder = Path.GetDirectoryName(path)!;
            if (!IsThere(folder))
                return;
            File.Delete(path);
            RemoveIfEmpty(folder);
        }
    }

    /// <inheritdoc/>
    public Task SweepUnfinishedAsync(Func<string, bool> isAbandoned, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(isAbandoned);
        return Run(Location, "swept", Sweep, cancellation);

        void Sweep()
        {
            foreach (var entry in Entries(Location))
            {
                if (entry.IsFolder)
                {
                    if (isAbandoned(entry.Name))
                        RemoveIfEmpty(entry.Path);
                }
                else if (WholeFile.Unfinished(Path.GetFileName(entry.Path)) is { } name
                    && isAbandoned(Path.Join(Path.GetDirectoryName(entry.Name), name).Replace(Path.DirectorySeparatorChar, '/')))
                {
                    File.Delete(entry.Path);
                    RemoveIfEmpty(Path.GetDirectoryName(entry.Path)!);
                }
            }
        }
    }

    // Unlike Directory.Exists it does not take a folder that may not be looked into for one that is not there.
    private static bool IsThere(string folder)
    {
        try
        {
            return File.GetAttributes(folder).HasFlag(FileAttributes.Directory) ? true : throw new IOException($"'{folder}' is a file, not a folder");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    // A folder is no part: it goes with its last file.
    private void RemoveIfEmpty(string folder)
    {
        if (folder != Location && IsThere(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    // Links are passed over: they may lead anywhere. So is what vanishes meanwhile.
    private (string Name, string Path, long Bytes, bool IsFolder)[] Entries(string folder)
    {
        if (!IsThere(folder))
            return [];
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Depth,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        return [.. new FileSystemEnumerable<(string, string, long, bool)>(folder, Describe, options)];

        (string Name, string Path, long Bytes, bool IsFolder) Describe(ref FileSystemEntry entry)
        {
            string path = entry.ToFullPath();
            return (Path.GetRelativePath(Location, path).Replace(Path.DirectorySeparatorChar, '/'), path, entry.Length, entry.IsDirectory);
        }
    }

    private static async Task Run(string path, string done, Action action, CancellationToken cancellation)
    {
        try
        {
            await Task.Run(action, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException(path, $"cannot be {done}: {error.Message}", cause: error);
        }
    }
}
