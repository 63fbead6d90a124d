using System.Text;
using GanActors.Checkpoints.Blobs;
using GanActors.Files;

namespace GanActors.Checkpoints;

/// <summary>
/// Stores as this process is set up: in the runs' folders, or in a container of Azure Blob Storage. A run stays where it began: the folder where its
/// checkpoints would be either has them, or says in a file where they are.
/// </summary>
public sealed class ConfiguredCheckpointStores : ICheckpointStores
{
    /// <summary>The environment variable: a connection string of a storage account, or a container's URL with a shared access signature.</summary>
    public const string Variable = "GANACTORS_CHECKPOINTS";

    /// <summary>The file in a run's folder of checkpoints that says where they are instead.</summary>
    internal const string PointerName = "elsewhere.url";

    private const int LongestPointer = 1 << 12, LongestName = 80;

    private readonly DirectoryCheckpointStores _directories = new();
    private readonly BlobContainer? _container;

    /// <summary>Stores by a setting.</summary>
    /// <param name="setting">
    /// A connection string of a storage account (<c>Container=NAME</c> in it chooses the container, else it is <c>ganactors</c>), or a container's URL with a
    /// shared access signature that may read, write, delete and list; empty for folders.
    /// </param>
    /// <param name="source">Where the setting comes from, for messages; they never repeat it.</param>
    /// <exception cref="CheckpointException">It is neither.</exception>
    public ConfiguredCheckpointStores(string setting, string source = Variable)
    {
        ArgumentNullException.ThrowIfNull(setting);
        _container = string.IsNullOrWhiteSpace(setting) ? null : new BlobContainer(BlobSettings.Read(setting, source));
    }

    internal ConfiguredCheckpointStores(BlobContainer container) => _container = container;

    /// <summary>Stores as <see cref="Variable"/> says.</summary>
    /// <exception cref="CheckpointException">It says nothing that can be understood.</exception>
    public static ConfiguredCheckpointStores FromEnvironment() => new(Environment.GetEnvironmentVariable(Variable) ?? "");

    /// <inheritdoc/>
    public ICheckpointStore Open(string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        if (BlobSettings.IsUrl(location))
            return OpenBlobs(location, location);
        var directory = _directories.Open(location);
        string pointer = Path.Combine(directory.Location, PointerName);
        try
        {
            if (!File.Exists(pointer))
            {
                if (_container is null || HasBegun(directory.Location))
                    return directory;
                Point(pointer, _container.PlaceOf(NewPrefix(directory.Location)));
            }

            return OpenBlobs(ReadPointer(pointer), pointer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(pointer, $"where the checkpoints are cannot be told: {error.Message}", cause: error);
        }
    }

    private BlobCheckpointStore OpenBlobs(string url, string source)
    {
        // A prefix is one name, so nobody's URL leads anywhere else in the container.
        if (_container is not null && url.StartsWith(_container.Location + "/", StringComparison.Ordinal) && url[(_container.Location.Length + 1)..] is var prefix && PartName.IsSegment(prefix))
            return new BlobCheckpointStore(_container, prefix);
        string kept = ForeignText.Short(url, 200);
        throw new CheckpointException(
            source,
            _container is null
                ? $"the checkpoints are kept in {kept}; set {Variable} to a connection string of that account, or to a URL of the container with a shared access signature"
                : $"the checkpoints are kept in {kept}, and {Variable} names another container, {_container.Location}");
    }

    // A run that began in its folder goes on there.
    private static bool HasBegun(string folder) => File.Exists(Path.Combine(folder, CheckpointArchive.IncarnationName))
        || (Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(path => CheckpointVersion.TryParse(Path.GetFileName(path), out _)));

    /// <summary>The run's name, for people, and something that no run before or elsewhere has, also if it was in a folder of this name.</summary>
    private static string NewPrefix(string folder)
    {
        string name = Path.GetFileName(Path.GetDirectoryName(folder)) is { } run && PartName.IsSegment(run) && run.Length <= LongestName ? run : "run";
        return $"{name}-{Guid.NewGuid():N}";
    }

    // Of two that come at once the first decides for both.
    private static void Point(string pointer, string url)
    {
        string proposal = $"{pointer}.{Guid.NewGuid():N}";
        WholeFile.Write(proposal, url + "\n");
        try
        {
            File.Move(proposal, pointer, overwrite: false);
            DurableFolder.Flush(Path.GetDirectoryName(pointer)!);
        }
        catch (IOException) when (File.Exists(pointer))
        {
            File.Delete(proposal);
        }
    }

    private static string ReadPointer(string pointer)
    {
        byte[] bytes = new byte[LongestPointer];
        using var file = new FileStream(pointer, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        string url = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();
        return BlobSettings.IsUrl(url) ? url : throw new CheckpointException(pointer, "is no URL of where the checkpoints are");
    }
}
