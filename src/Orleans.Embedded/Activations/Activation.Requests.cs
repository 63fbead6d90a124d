using Orleans.Core.Internal;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>Which request may start: one at a time, unless interleaving was declared.</summary>
internal sealed partial class Activation
{
    private static readonly List<GrainRequest> NoRequests = [];
    private readonly RequestList _waiting = new();
    private readonly RequestList _running = new();

    // The request that others must not interleave with; null also while only interleaving ones run.
    private GrainRequest? _blocking;

    // From here on nobody has looked yet whether the request may start; what lies before must wait for a request to end.
    private GrainRequest? _unexamined;
    private Dictionary<Guid, int>? _reentrantSections;
    private long _idleSince;

    /// <summary>Takes a request in, in the order in which requests come; false when the activation has ended.</summary>
    public bool TryReceive(GrainRequest request)
    {
        lock (_gate)
        {
            if (_state == ActivationState.Invalid) return false;
            request.Target = this;
            _waiting.Add(request);
            _unexamined ??= request;
            if (!QueueRequestTurn()) return true;
        }

        Schedule();
        return true;
    }

    /// <summary>A request that did not end when it was started has ended. Any thread may say so.</summary>
    public void Complete(GrainRequest request)
    {
        bool schedule;
        lock (_gate)
        {
            Retire(request);
            schedule = (_waiting.Count > 0 || _state != ActivationState.Valid) && QueueRequestTurn();
        }

        if (schedule) Schedule();
        Answer(request);
    }

    /// <summary>The caller no longer wants the answer: a waiting request is dropped, a running one's token is cancelled, in a turn.</summary>
    public void Cancel(GrainRequest request)
    {
        lock (_gate)
        {
            if (request.List == _waiting)
            {
                Unqueue(request);
                return;
            }

            if (request.List != _running) return;
        }

        QueueAction(static request => ((GrainRequest)request).TryCancel(), request);
    }

    /// <summary>Answers every request whose time is up; what runs goes on running, and its late answer is dropped.</summary>
    public void ExpireRequests(long now)
    {
        foreach (var request in TakeUnanswered(request => request.Deadline <= now))
        {
            var timeout = request.ResponseTimeout ?? Silo.ResponseTimeout;
            if (request.Fail(new TimeoutException($"Response did not arrive on time in {timeout} for message: {request}.")))
                Silo.Log.ResponseTimedOut(request.ToString(), timeout);
        }
    }

    /// <summary>Answers every request, for nothing will run any more.</summary>
    public void AbandonRequests()
    {
        foreach (var request in TakeUnanswered(static request => !request.IsLocalOnly))
            request.Fail(new SiloUnavailableException($"The silo stopped before {request} ended."));
    }

    private List<GrainRequest> TakeUnanswered(Predicate<GrainRequest> wanted)
    {
        List<GrainRequest>? taken = null;
        lock (_gate)
        {
            for (var request = _running.First; request is not null; request = request.Next)
                if (!request.IsAnswered && wanted(request)) (taken ??= []).Add(request);
            for (var request = _waiting.First; request is not null;)
            {
                var next = request.Next;
                if (wanted(request))
                {
                    (taken ??= []).Add(request);
                    Unqueue(request);
                }

                request = next;
            }
        }

        return taken ?? NoRequests;
    }

    void ICallChainReentrantGrainContext.OnEnterReentrantSection(Guid reentrancyId)
    {
        lock (_gate)
        {
            _reentrantSections ??= [];
            _reentrantSections[reentrancyId] = _reentrantSections.GetValueOrDefault(reentrancyId) + 1;
            _unexamined = _waiting.First;
        }
    }

    void ICallChainReentrantGrainContext.OnExitReentrantSection(Guid reentrancyId)
    {
        lock (_gate)
        {
            if (_reentrantSections is null || !_reentrantSections.TryGetValue(reentrancyId, out var depth))
                throw new InvalidOperationException("A re-entrant section was left that had not been entered in this activation.");
            if (depth == 1) _reentrantSections.Remove(reentrancyId);
            else _reentrantSections[reentrancyId] = depth - 1;
        }
    }

    // Runs in a turn: starts all requests that may start. Between two of them the gate is taken once.
    private void StartRequests()
    {
        var clean = ExecutionContext.Capture();
        GrainRequest? ended = null;
        while (true)
        {
            GrainRequest? next;
            lock (_gate)
            {
                if (ended is not null) Retire(ended);
                next = _running.Count == 0 && BeginLifeStep() ? null : TakeNext();
            }

            if (ended is not null) Answer(ended);
            if (next is null) return;

            if (next.Context is { } context) RequestContext.Import(context);
            ended = next.Start(this) ? next : null;

            // The next request must not see what this one left in async-local values.
            if (clean is not null && ExecutionContext.Capture() != clean) ExecutionContext.Restore(clean);
        }
    }

    // Caller holds the gate.
    private GrainRequest? TakeNext()
    {
        if (_blocking is null) _unexamined = _waiting.First;
        else if (_waiting.Passing == 0 && !Class.Interleaves) return null;
        while (_unexamined is { } request)
        {
            _unexamined = request.Next;
            if (request.IsAnswered)
            {
                _waiting.Remove(request);
                continue;
            }

            if (_state != ActivationState.Valid && !(request.IsLocalOnly && _state == ActivationState.Deactivating)) return null;
            bool may;
            try
            {
                may = MayStart(request);
            }
            catch (Exception exception)
            {
                _waiting.Remove(request);
                request.Fail(exception);
                continue;
            }

            if (!may) continue;
            _waiting.Remove(request);
            _running.Add(request);
            if (_blocking is null && !request.IsAlwaysInterleave) _blocking = request;
            return request;
        }

        return null;
    }

    // The order of the rules is that of Orleans.
    private bool MayStart(GrainRequest request)
    {
        if (_running.Count == 0 || request.IsAlwaysInterleave || _blocking is null) return true;
        if (_blocking.IsReadOnly && request.IsReadOnly) return true;
        if (_reentrantSections is { Count: > 0 } sections && RequestContext.ReentrancyOf(request.Context) is var id && id != Guid.Empty && sections.ContainsKey(id)) return true;
        if (Class.IsReentrant) return true;
        return Class.MayInterleave is { } predicate && (predicate(GrainInstance!, request) || predicate(GrainInstance!, _blocking));
    }

    // Caller holds the gate.
    private void Retire(GrainRequest request)
    {
        _running.Remove(request);
        if (request.IsKeepAlive) _idleSince = Silo.Clock.GetTimestamp();

        // As in Orleans: once the first of several read-only requests has ended others may start, though the rest still run.
        if (ReferenceEquals(_blocking, request)) _blocking = null;
        _unexamined = _waiting.First;
    }

    // Caller holds the gate.
    private void Unqueue(GrainRequest request)
    {
        if (_unexamined == request) _unexamined = request.Next;
        _waiting.Remove(request);
    }

    private void Answer(GrainRequest request)
    {
        if (request.Error is { } error) OnRequestFailed(request, error);
        request.Respond();
    }

    private void OnRequestFailed(GrainRequest request, Exception error)
    {
        if (request.IsOneWay) Silo.Log.OneWayRequestFailed(error, request.ToString());
        if (error is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            // This activation's copy of its state is stale, so it must not live on; its callers' are not.
            inconsistent.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, $"The grain let an {nameof(InconsistentStateException)} escape: {error.Message}"));
        }
    }
}
