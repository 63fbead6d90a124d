using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>
/// One activation of a grain: its instance, the queue of its turns and the requests that wait for it or run in it.
/// The parts: turns (which task runs next), requests (which request may start), life (activation and deactivation).
/// </summary>
/// <remarks>
/// Invariant: at most one thread is inside of <see cref="RunTurns"/>, from the moment <c>_scheduled</c> becomes true until
/// it finds no turn left and sets it back, both under the gate. So a grain's code never runs twice at once, and no queued
/// turn is left behind.
/// </remarks>
internal sealed partial class Activation : IGrainContext, IWorkItemScheduler, ICallChainReentrantGrainContext, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private Dictionary<Type, object>? _components;
    private GrainReference? _reference;
    private ActivationLifecycle? _lifecycle;

    public Activation(Silo silo, GrainClass @class, GrainId grainId)
    {
        Silo = silo;
        Class = @class;
        GrainId = grainId;
        _scheduler = new ActivationTaskScheduler(this);
        _idleSince = silo.Clock.GetTimestamp();
        IsFiltered = silo.IncomingFilters.Length > 0 || @class.IsFilter;
    }

    /// <summary>The activation whose turn runs on this thread; null outside of grains.</summary>
    public static Activation? Current => _current;

    public Silo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public ActivationId ActivationId { get; } = ActivationId.NewId();

    /// <summary>Whether calls pass filters.</summary>
    public bool IsFiltered { get; }

    public GrainReference GrainReference => _reference ??= Silo.References.Untyped(GrainId);

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? Silo.Services;

    public IGrainLifecycle ObservableLifecycle => _lifecycle ??= new ActivationLifecycle();

    public IWorkItemScheduler Scheduler => this;

    public TaskScheduler TaskScheduler => _scheduler;

    public object? GetTarget() => GrainInstance;

    public object? GetComponent(Type componentType)
    {
        if (GrainInstance is { } grain && componentType.IsInstanceOfType(grain)) return grain;
        if (componentType.IsInstanceOfType(this)) return this;
        lock (_gate) return _components?.GetValueOrDefault(componentType);
    }

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        lock (_gate)
        {
            if (value is null) _components?.Remove(typeof(TComponent));
            else (_components ??= [])[typeof(TComponent)] = value;
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"[Activation: {GrainId}{ActivationId} State={_state}]";
}
