using System.Reflection;
using Orleans.Core;
using Orleans.Providers;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain with one persistent state, in the storage that <see cref="StorageProviderAttribute"/> names.</summary>
public class Grain<TGrainState> : Grain
{
    private readonly IStorage<TGrainState> _storage;

    /// <summary>Called by the runtime within an activation.</summary>
    protected Grain()
    {
        var storage = GetType().GetCustomAttribute<StorageProviderAttribute>()?.ProviderName;
        _storage = PersistentStates.Create<TGrainState>((Activation)GrainContext, "state", storage == ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME ? null : storage);
    }

    /// <summary>For tests that build a grain by hand.</summary>
    protected Grain(IStorage<TGrainState> storage) => _storage = storage;

    /// <summary>The state.</summary>
    protected TGrainState State
    {
        get => _storage.State;
        set => _storage.State = value;
    }

    /// <summary>Deletes the record and makes the state a new one.</summary>
    protected virtual Task ClearStateAsync() => _storage.ClearStateAsync();

    /// <summary>Writes the state.</summary>
    protected virtual Task WriteStateAsync() => _storage.WriteStateAsync();

    /// <summary>Reads the state again.</summary>
    protected virtual Task ReadStateAsync() => _storage.ReadStateAsync();
}
