using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// Keeps each state in a JSON file of its own, <c>grain type/key/state name.json</c>, written atomically. One process at a
/// time may use a directory.
/// </summary>
internal sealed class FileGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, Lock> _gates = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly JsonSerializerOptions _json;

    public FileGrainStorage(string name, FileGrainStorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.RootDirectory))
            throw new OrleansConfigurationException($"File storage \"{name}\" has no {nameof(options.RootDirectory)}.");
        _root = Path.GetFullPath(options.RootDirectory);
        _json = options.JsonSerializerOptions ?? GrainStateRecord.DefaultOptions;
    }

    /// <summary>For tests: called with the temporary file, when it is on disk and not yet renamed.</summary>
    internal Action<string>? BeforeRename { get; set; }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var json = await Task.Run(() =>
        {
            lock (GateOf(path)) return ReadFile(path);
        });
        if (json is null)
        {
            Forget(grainState);
            return;
        }

        var record = GrainStateRecord.Read<T>(json, path, _json);
        grainState.State = record.State;
        grainState.ETag = record.ETag;
        grainState.RecordExists = true;
    }

    // The state becomes JSON in the grain's turn, for afterwards it may change; the disk is waited for elsewhere.
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var current = grainState.ETag;
        var etag = GrainStateRecord.NewETag();
        var json = GrainStateRecord.Write(etag, grainState.State, _json);
        await Task.Run(() =>
        {
            lock (GateOf(path))
            {
                GrainStateRecord.ThrowIfStale("Writing", path, StoredETag(path), current);
                AtomicFile.Write(path, json, BeforeRename);
            }
        });
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var current = grainState.ETag;
        await Task.Run(() =>
        {
            lock (GateOf(path))
            {
                GrainStateRecord.ThrowIfStale("Clearing", path, StoredETag(path), current);
                if (File.Exists(path)) AtomicFile.Delete(path);
            }
        });
        Forget(grainState);
    }

    internal string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(_root, FileNames.Encode(grainId.Type.ToString()), FileNames.Encode(grainId.Key.ToString()), $"{FileNames.Encode(stateName)}.json");

    private static void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = NewState.Create<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static byte[]? ReadFile(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static string? StoredETag(string path) => ReadFile(path) is { } json ? GrainStateRecord.ReadETag(json, path) : null;

    private Lock GateOf(string path) => _gates.GetOrAdd(path, static _ => new Lock());
}
