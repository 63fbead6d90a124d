using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// A call of a grain method. Its arguments lie in a tuple and pass by reference, never copied: messages are immutable
/// by contract.
/// </summary>
/// <typeparam name="TArgs">A value tuple of the arguments.</typeparam>
/// <typeparam name="TTask">What the grain's method returns, a value task turned into a task.</typeparam>
internal abstract class MethodRequest<TArgs, TTask> : GrainRequest
    where TArgs : struct
    where TTask : Task
{
    private readonly GrainReference _reference;
    private readonly GrainMethod _method;
    private TArgs _args;
    private CancellationToken _callerToken;
    private CancellationTokenSource? _calleeCancellation;
    private CancellationTokenRegistration _callerRegistration;

    protected MethodRequest(GrainReference reference, GrainMethod method, ref TArgs args)
    {
        _reference = reference;
        _method = method;
        _args = args;
        IsReadOnly = method.IsReadOnly;
        IsAlwaysInterleave = method.IsAlwaysInterleave;
        IsOneWay = method.IsOneWay;
    }

    /// <summary>What the grain's method came to.</summary>
    public TTask? Outcome { get; private set; }

    public override TimeSpan? ResponseTimeout => _method.ResponseTimeout;

    public override bool IsCancellable => _method.Token is not null;

    public override Exception? Error => Outcome is { IsFaulted: true } outcome ? outcome.Exception!.InnerException : null;

    public GrainReference Reference => _reference;

    public CancellationToken CallerToken => _callerToken;

    /// <summary>
    /// The callee gets a token of its own, so that what it registered on it runs in its own turns and not on the
    /// thread of whoever cancels.
    /// </summary>
    public void LinkCancellation()
    {
        if (_method.Token is null) return;
        ref var token = ref Unsafe.As<TokenOf<TArgs>>(_method.Token)(ref _args);
        if (!token.CanBeCanceled) return;
        _callerToken = token;
        _calleeCancellation = new CancellationTokenSource();
        token = _calleeCancellation.Token;
        if (!IsOneWay)
            _callerRegistration = _callerToken.UnsafeRegister(static request => ((MethodRequest<TArgs, TTask>)request!).OnCallerCancelled(), this);
    }

    public override bool Start(Activation target)
    {
        TTask? outcome;
        try
        {
            outcome = target.IsFiltered ? FromResponse(new IncomingCall(this, target).Run()) : Call(target.GrainInstance!);
        }
        catch (Exception exception)
        {
            outcome = FromException(exception);
        }

        Outcome = outcome;
        if (outcome.IsCompleted) return true;
        outcome.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(OnCompleted);
        return false;
    }

    public override async ValueTask<Response> Invoke()
    {
        try
        {
            var task = Call(GetTarget() ?? throw new InvalidOperationException($"{this} has no target."));
            await task;
            return ToResponse(task);
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    public override MethodInfo GetMethod() => _method.Method;

    public override Type GetInterfaceType() => _method.Interface;

    public override string GetInterfaceName() => _method.InterfaceName;

    public override int GetArgumentCount() => ((ITuple)_args).Length;

    public override object? GetArgument(int index) => ((ITuple)_args)[index];

    public override void SetArgument(int index, object value)
    {
        object boxed = _args;
        TupleFields.Set(ref boxed, index, value);
        _args = (TArgs)boxed;
    }

    public override CancellationToken GetCancellationToken() =>
        _method.Token is null ? default : Unsafe.As<TokenOf<TArgs>>(_method.Token)(ref _args);

    public override bool TryCancel()
    {
        if (_calleeCancellation is null) return false;
        _calleeCancellation.Cancel();
        return true;
    }

    protected abstract TTask FromResponse(Task<Response> response);

    protected abstract TTask FromException(Exception exception);

    protected abstract Response ToResponse(TTask completed);

    protected abstract void CancelAnswer(CancellationToken token);

    // Unregister and not Dispose: the latter would wait for a callback that is under way.
    protected void ForgetCaller() => _callerRegistration.Unregister();

    private TTask Call(object grain) =>
        Unsafe.As<GrainCall<TArgs, TTask>>(_method.Call)(grain, ref _args)
        ?? throw new InvalidOperationException($"{grain.GetType().FullName}.{_method.Method.Name} returned null instead of a task.");

    private void OnCompleted() => Target!.Complete(this);

    private void OnCallerCancelled()
    {
        if (!TryAnswer()) return;
        CancelAnswer(_callerToken);
        Target?.Cancel(this);
    }
}
