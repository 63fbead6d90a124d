using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states for as long as the silo runs; as JSON, so that what a grain does not write is not kept.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), byte[]> _records = new();
    private readonly Lock _gate = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_records.TryGetValue((stateName, grainId), out var json))
        {
            var record = GrainStateRecord.Read<T>(json, Where(stateName, grainId), GrainStateRecord.DefaultOptions);
            grainState.State = record.State;
            grainState.ETag = record.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            Forget(grainState);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = GrainStateRecord.NewETag();
        var json = GrainStateRecord.Write(etag, grainState.State, GrainStateRecord.DefaultOptions);
        lock (_gate)
        {
            GrainStateRecord.ThrowIfStale("Writing", Where(stateName, grainId), Stored(stateName, grainId), grainState.ETag);
            _records[(stateName, grainId)] = json;
        }

        grainState.ETag = etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            GrainStateRecord.ThrowIfStale("Clearing", Where(stateName, grainId), Stored(stateName, grainId), grainState.ETag);
            _records.TryRemove((stateName, grainId), out _);
        }

        Forget(grainState);
        return Task.CompletedTask;
    }

    private static void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = NewState.Create<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static string Where(string stateName, GrainId grainId) => $"state \"{stateName}\" of {grainId}";

    private string? Stored(string stateName, GrainId grainId) =>
        _records.TryGetValue((stateName, grainId), out var json) ? GrainStateRecord.ReadETag(json, Where(stateName, grainId)) : null;
}
