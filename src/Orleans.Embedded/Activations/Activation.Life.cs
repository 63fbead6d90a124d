using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>Activation and deactivation. Both run in turns, and only while no request runs.</summary>
internal sealed partial class Activation
{
    private ActivationState _state = ActivationState.Creating;
    private bool _inLifeStep;
    private bool _wasValid;
    private DeactivationReason _reason;
    private CancellationTokenSource? _activationCancellation;
    private CancellationToken _deactivationToken;
    private TaskCompletionSource? _deactivated;
    private AsyncServiceScope? _scope;
    private long _keepAliveUntil = long.MinValue;
    private HashSet<IDisposable>? _timers;

    /// <summary>Puts requests at the head of the queue of an activation that nobody else knows yet.</summary>
    public void Adopt(List<GrainRequest> requests)
    {
        foreach (var request in requests) TryReceive(request);
    }

    public Task Deactivated
    {
        get
        {
            lock (_gate)
            {
                _deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_state == ActivationState.Invalid) _deactivated.TrySetResult();
                return _deactivated.Task;
            }
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        CancellationTokenSource? activation;
        bool schedule;
        lock (_gate)
        {
            if (_state >= ActivationState.Deactivating) return;
            schedule = BeginDeactivating(deactivationReason, cancellationToken);
            activation = _activationCancellation;
        }

        activation?.Cancel();
        if (schedule) Schedule();
    }

    /// <summary>Deactivates it if it has been idle for its collection age; false when it may not be collected.</summary>
    public bool TryCollect(long now, TimeSpan age)
    {
        bool schedule;
        lock (_gate)
        {
            if (_state != ActivationState.Valid || _running.Count > 0 || _waiting.Count > 0 || _keepAliveUntil > now) return false;
            if (Silo.Clock.GetElapsedTime(_idleSince, now) < age) return false;
            schedule = BeginDeactivating(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"The activation was idle for at least {age}."), default);
        }

        if (schedule) Schedule();
        return true;
    }

    /// <summary>See <see cref="Grain.DelayDeactivation"/>.</summary>
    public void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (_gate)
        {
            if (timeSpan == Timeout.InfiniteTimeSpan || timeSpan == TimeSpan.MaxValue) _keepAliveUntil = long.MaxValue;
            else if (timeSpan <= TimeSpan.Zero) _keepAliveUntil = long.MinValue;
            else _keepAliveUntil = Silo.TimestampAfter(timeSpan);
        }
    }

    public void AddTimer(IDisposable timer)
    {
        lock (_gate)
        {
            if (_state < ActivationState.Deactivating)
            {
                (_timers ??= []).Add(timer);
                return;
            }
        }

        timer.Dispose();
    }

    public void RemoveTimer(IDisposable timer)
    {
        lock (_gate) _timers?.Remove(timer);
    }

    // Caller holds the gate. True when the caller must schedule once it has left it.
    private bool BeginDeactivating(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _wasValid = _state == ActivationState.Valid;
        _state = ActivationState.Deactivating;
        _reason = reason;
        _deactivationToken = cancellationToken;
        return QueueRequestTurn();
    }

    // Caller holds the gate and no request runs. True while requests must wait for a step of the activation's life.
    private bool BeginLifeStep()
    {
        if (_inLifeStep) return true;
        switch (_state)
        {
            case ActivationState.Creating:
                _state = ActivationState.Activating;
                _inLifeStep = true;
                QueueAction(static activation => _ = ((Activation)activation).ActivateAsync(), this);
                return true;
            case ActivationState.Deactivating:
                _inLifeStep = true;
                QueueAction(static activation => _ = ((Activation)activation).DeactivateAsync(), this);
                return true;
            default:
                return false;
        }
    }

    private async Task ActivateAsync()
    {
        using var cancellation = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Clock);
        Dictionary<string, object>? context;
        lock (_gate)
        {
            _activationCancellation = cancellation;
            context = _waiting.First?.Context;
            if (_state != ActivationState.Activating) cancellation.Cancel();
        }

        try
        {
            cancellation.Token.ThrowIfCancellationRequested();
            RequestContext.Import(context);
            _scope = Silo.Services.CreateAsyncScope();
            GrainInstance = Class.Create(this);
            if (_lifecycle is { } lifecycle) await lifecycle.OnStart(cancellation.Token);
            if (GrainInstance is IGrainBase grain) await grain.OnActivateAsync(cancellation.Token).WaitAsync(cancellation.Token);
            lock (_gate)
            {
                if (_state == ActivationState.Activating) _state = ActivationState.Valid;
                _idleSince = Silo.Clock.GetTimestamp();
            }
        }
        catch (Exception exception)
        {
            Silo.Log.ActivationFailed(exception, GrainId);
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, "Failed to activate grain."));
        }
        finally
        {
            lock (_gate) _activationCancellation = null;
            EndLifeStep();
        }
    }

    private async Task DeactivateAsync()
    {
        using var timeout = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Clock);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _deactivationToken);
        try
        {
            DisposeTimers();
            if (_wasValid && GrainInstance is IGrainBase grain) await grain.OnDeactivateAsync(_reason, cancellation.Token).WaitAsync(cancellation.Token);
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        try
        {
            if (_lifecycle is { } lifecycle) await lifecycle.OnStop(cancellation.Token);
            await DisposeInstance();
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        End();
    }

    private void EndLifeStep()
    {
        bool schedule;
        lock (_gate)
        {
            _inLifeStep = false;
            schedule = QueueRequestTurn();
        }

        if (schedule) Schedule();
    }

    // Requests that waited go to a fresh activation, ahead of any that come later; after a failed activation they fail with it.
    private void End()
    {
        var left = new List<GrainRequest>();
        lock (_gate)
        {
            _state = ActivationState.Invalid;
            while (_waiting.First is { } request)
            {
                _waiting.Remove(request);
                if (!request.IsAnswered && !request.IsLocalOnly) left.Add(request);
            }

            _unexamined = null;
            GrainInstance = null;
        }

        if (_reason.Exception is { } failure)
        {
            Silo.Catalog.Replace(this, []);
            foreach (var request in left) request.Fail(failure);
        }
        else
        {
            Silo.Catalog.Replace(this, left);
        }

        lock (_gate) _deactivated?.TrySetResult();
    }

    private async ValueTask DisposeInstance()
    {
        if (GrainInstance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
        else if (GrainInstance is IDisposable disposable) disposable.Dispose();
        if (_scope is { } scope) await scope.DisposeAsync();
    }

    private void DisposeTimers()
    {
        HashSet<IDisposable>? timers;
        lock (_gate)
        {
            timers = _timers;
            _timers = null;
        }

        if (timers is null) return;
        foreach (var timer in timers) timer.Dispose();
    }
}
