using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Which activation a grain has, if any. Sending a request to a grain makes one.</summary>
internal sealed class Catalog(Silo silo)
{
    // Keys are boxed grain ids: a dictionary over objects is compiled already, and references remember their activation.
    private readonly ConcurrentDictionary<object, Activation> _activations = new();
    private volatile bool _stopping;
    private volatile bool _stopped;

    public IEnumerable<Activation> Activations => _activations.Select(pair => pair.Value);

    /// <summary>Sends a request to the grain's activation; never runs it on the caller's stack.</summary>
    public void Send(GrainRequest request, GrainReference target, ref Activation? lastKnown)
    {
        request.Sender = Activation.Current;
        request.Context = RequestContext.Values;
        request.Deadline = silo.TimestampAfter(request.ResponseTimeout ?? silo.ResponseTimeout);
        if (_stopping && Refuse(request)) return;
        if (lastKnown is { } known && known.TryReceive(request)) return;

        object key = target.GrainId;
        try
        {
            // An activation that has just ended is replaced in a moment.
            var spin = new SpinWait();
            while (true)
            {
                var activation = _activations.TryGetValue(key, out var found) ? found : _activations.GetOrAdd(key, static (id, silo) => silo.Catalog.Make((GrainId)id), silo);
                if (activation.TryReceive(request))
                {
                    lastKnown = activation;
                    return;
                }

                spin.SpinOnce();
            }
        }
        catch (ArgumentException noSuchClass)
        {
            request.Fail(noSuchClass);
        }
    }

    /// <summary>Forgets an activation that has ended; a fresh one runs what it left.</summary>
    public void Replace(Activation ended, List<GrainRequest> left)
    {
        if (_stopping) left.RemoveAll(Refuse);
        if (left.Count == 0)
        {
            _activations.TryRemove(new KeyValuePair<object, Activation>(ended.GrainId, ended));
            return;
        }

        var fresh = new Activation(silo, ended.Class, ended.GrainId);
        fresh.Adopt(left);
        _activations[ended.GrainId] = fresh;
    }

    /// <summary>Deactivates what has been idle for long.</summary>
    public void CollectIdle(long now)
    {
        foreach (var activation in Activations)
            if (activation.Class.CollectionAge(silo.Collection) is { } age) activation.TryCollect(now, age);
    }

    /// <summary>Answers requests whose time is up.</summary>
    public void ExpireRequests(long now)
    {
        foreach (var activation in Activations) activation.ExpireRequests(now);
    }

    /// <summary>
    /// Deactivates everything. From now on only grains may call, for others still wait for them; in the end, or when the
    /// token fires, nobody may.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        try
        {
            while (!_activations.IsEmpty)
            {
                var all = Activations.ToArray();
                foreach (var activation in all) activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The process is stopping."), cancellationToken);
                await Task.WhenAll(all.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _stopped = true;
            foreach (var activation in Activations) activation.AbandonRequests();
        }
    }

    private Activation Make(GrainId grainId) => new(silo, silo.Classes.Of(grainId.Type), grainId);

    private bool Refuse(GrainRequest request) =>
        (_stopped || request.Sender is null) && request.Fail(new SiloUnavailableException($"The silo is stopping and no longer runs {request}."));
}
