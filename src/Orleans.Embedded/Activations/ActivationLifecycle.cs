namespace Orleans.Runtime;

/// <summary>The stages of one activation; its observers sorted by stage, each stage's in the order in which they came.</summary>
internal sealed class ActivationLifecycle : IGrainLifecycle
{
    private readonly List<Subscription> _subscriptions = [];
    private int _started;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, stage, observer);
        var at = _subscriptions.FindIndex(other => other.Stage > stage);
        _subscriptions.Insert(at < 0 ? _subscriptions.Count : at, subscription);
        return subscription;
    }

    public async Task OnStart(CancellationToken cancellationToken)
    {
        for (_started = 0; _started < _subscriptions.Count; _started++)
            await _subscriptions[_started].Observer.OnStart(cancellationToken).WaitAsync(cancellationToken);
    }

    public async Task OnStop(CancellationToken cancellationToken)
    {
        while (_started > 0)
            await _subscriptions[--_started].Observer.OnStop(cancellationToken).WaitAsync(cancellationToken);
    }

    private sealed class Subscription(ActivationLifecycle owner, int stage, ILifecycleObserver observer) : IDisposable
    {
        public int Stage => stage;

        public ILifecycleObserver Observer => observer;

        public void Dispose()
        {
            var at = owner._subscriptions.IndexOf(this);
            if (at < 0) return;
            owner._subscriptions.RemoveAt(at);
            if (at < owner._started) owner._started--;
        }
    }
}
