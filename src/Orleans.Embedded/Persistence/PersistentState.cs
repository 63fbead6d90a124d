using Orleans.Core;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// A state of an activation. Its storage operations run one after the other in the order in which they were asked for;
/// writes asked for while one has yet to begin are one write.
/// </summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, ILifecycleObserver
{
    private readonly string _name;
    private readonly Activation _activation;
    private readonly IGrainStorage _storage;
    private readonly GrainState<TState> _state = new(NewState.Create<TState>());
    private Operation? _last;
    private bool _loaded;

    public PersistentState(string name, Activation activation, IGrainStorage storage)
    {
        _name = name;
        _activation = activation;
        _storage = storage;
        activation.ObservableLifecycle.Subscribe(name, GrainLifecycleStage.SetupState, this);
    }

    private enum OperationKind
    {
        Read,
        Write,
        Clear,
    }

    public TState State
    {
        get
        {
            CheckContext();
            return _state.State!;
        }

        set
        {
            CheckContext();
            _state.State = value;
        }
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _loaded ? _state.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public Task ReadStateAsync() => Enqueue(OperationKind.Read, default);

    public Task WriteStateAsync() => Enqueue(OperationKind.Write, default);

    public Task ClearStateAsync() => Enqueue(OperationKind.Clear, default);

    Task IStorage.ReadStateAsync(CancellationToken cancellationToken) => Enqueue(OperationKind.Read, cancellationToken);

    Task IStorage.WriteStateAsync(CancellationToken cancellationToken) => Enqueue(OperationKind.Write, cancellationToken);

    Task IStorage.ClearStateAsync(CancellationToken cancellationToken) => Enqueue(OperationKind.Clear, cancellationToken);

    public Task OnStart(CancellationToken cancellationToken = default) => _loaded ? Task.CompletedTask : Enqueue(OperationKind.Read, cancellationToken);

    public Task OnStop(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private static void CheckContext()
    {
        if (Activation.Current is null)
            throw new InvalidOperationException("Activation access violation. A non-activation thread attempted to access activation services.");
    }

    private Task Enqueue(OperationKind kind, CancellationToken cancellationToken)
    {
        CheckContext();
        if (kind != OperationKind.Read && !cancellationToken.CanBeCanceled && _last is { HasBegun: false, IsShareable: true } pending && pending.Kind == kind)
            return pending.Done;
        var operation = new Operation(kind, !cancellationToken.CanBeCanceled);
        var before = _last?.Done;
        _last = operation;
        return operation.Done = Run(operation, before, cancellationToken);
    }

    private async Task Run(Operation operation, Task? before, CancellationToken cancellationToken)
    {
        // Writes of one turn gather here.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (before is not null) await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        operation.HasBegun = true;
        try
        {
            switch (operation.Kind)
            {
                case OperationKind.Read:
                    await _storage.ReadStateAsync(_name, _activation.GrainId, _state, cancellationToken);
                    _loaded = true;
                    break;
                case OperationKind.Write:
                    await _storage.WriteStateAsync(_name, _activation.GrainId, _state, cancellationToken);
                    break;
                default:
                    await _storage.ClearStateAsync(_name, _activation.GrainId, _state, cancellationToken);
                    break;
            }
        }
        catch (Exception exception) when (exception is not OrleansException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new OrleansException($"Error from storage {_storage.GetType().Name} during {operation.Kind} of state \"{_name}\" of grain {_activation.GrainId}: {exception.Message}", exception);
        }
        finally
        {
            if (ReferenceEquals(_last, operation)) _last = null;
        }
    }

    private sealed class Operation(OperationKind kind, bool isShareable)
    {
        public OperationKind Kind => kind;

        public bool IsShareable => isShareable;

        public bool HasBegun { get; set; }

        public Task Done { get; set; } = Task.CompletedTask;
    }
}
