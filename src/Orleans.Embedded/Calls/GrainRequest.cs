using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// A message to an activation. It lies in one list of that activation at a time, waiting or running, linked through
/// <see cref="Next"/> and <see cref="Previous"/>, so that a call needs no other record of its being under way.
/// </summary>
internal abstract class GrainRequest : IInvokable
{
    private int _answered;

    public GrainRequest? Next;
    public GrainRequest? Previous;
    public RequestList? List;

    /// <summary>The activation that made the call; null outside of grains.</summary>
    public Activation? Sender;

    /// <summary>The activation that runs it.</summary>
    public Activation? Target;

    /// <summary>The request context that flows with it; null when empty.</summary>
    public Dictionary<string, object>? Context;

    /// <summary>The clock's timestamp from which on the answer comes too late.</summary>
    public long Deadline = long.MaxValue;

    public bool IsReadOnly { get; protected init; }

    public bool IsAlwaysInterleave { get; protected init; }

    public bool IsOneWay { get; protected init; }

    /// <summary>Whether it counts as use of the activation.</summary>
    public bool IsKeepAlive { get; protected init; } = true;

    /// <summary>A message of the activation to itself, which no other activation could take over.</summary>
    public bool IsLocalOnly { get; protected init; }

    /// <summary>Whether it might start before a request that came earlier. A request with a context may belong to a re-entrant call chain.</summary>
    public bool MayPass => IsAlwaysInterleave || IsReadOnly || Context is not null;

    /// <summary>Whether the caller has its answer, be it too late, cancelled or refused.</summary>
    public bool IsAnswered => Volatile.Read(ref _answered) != 0;

    public virtual TimeSpan? ResponseTimeout => null;

    public virtual bool IsCancellable => false;

    /// <summary>Runs it in the activation's turn; true when it ended before returning, else <see cref="Activation.Complete"/> is told.</summary>
    public abstract bool Start(Activation target);

    /// <summary>Answers with what the grain's method came to.</summary>
    public abstract void Respond();

    /// <summary>Answers with an exception; false when there was an answer already.</summary>
    public abstract bool Fail(Exception exception);

    /// <summary>The exception that the grain's method ended with.</summary>
    public abstract Exception? Error { get; }

    public abstract MethodInfo GetMethod();

    public abstract Type GetInterfaceType();

    public virtual string GetInterfaceName() => GetInterfaceType().FullName!;

    public string GetMethodName() => GetMethod().Name;

    public string GetActivityName() => $"{GetInterfaceType().Name}/{GetMethodName()}";

    public object? GetTarget() => Target?.GrainInstance;

    public virtual int GetArgumentCount() => 0;

    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, "The request has no arguments.");

    public virtual void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index), index, "The request has no arguments.");

    public TimeSpan? GetDefaultResponseTimeout() => ResponseTimeout;

    public virtual CancellationToken GetCancellationToken() => default;

    public virtual bool TryCancel() => false;

    public abstract ValueTask<Response> Invoke();

    public void Dispose()
    {
    }

    public override string ToString() =>
        $"[{(Sender is { } sender ? sender.GrainId.ToString() : "client")} -> {Target?.GrainId.ToString() ?? "?"}] {GetInterfaceType().Name}.{GetMethodName()}";

    /// <summary>Claims the right to answer; at most one wins it.</summary>
    protected bool TryAnswer() => Interlocked.Exchange(ref _answered, 1) == 0;
}
