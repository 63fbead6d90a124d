namespace Orleans.Runtime;

/// <summary>The queue of turns.</summary>
internal sealed partial class Activation
{
    // A turn in the queue that is no task but stands for "see which requests may start".
    private static readonly object RequestTurn = new();
    private static readonly Action<object?> StartRequestsAction = static activation => ((Activation)activation!).StartRequests();

    [ThreadStatic]
    private static Activation? _current;

    private readonly ActivationTaskScheduler _scheduler;
    private readonly Queue<object> _turns = new();
    private bool _scheduled;
    private bool _requestTurnQueued;

    public void Queue(Task task)
    {
        lock (_gate)
        {
            _turns.Enqueue(task);
            if (_scheduled) return;
            _scheduled = true;
        }

        Schedule();
    }

    public IEnumerable<Task> QueuedTasks()
    {
        lock (_gate) return _turns.OfType<Task>().ToArray();
    }

    public void QueueAction(Action action) => new Task(action).Start(_scheduler);

    public void QueueAction(Action<object> action, object state) => new Task(action!, state).Start(_scheduler);

    public void QueueTask(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Start(_scheduler);
    }

    void IThreadPoolWorkItem.Execute() => RunTurns();

    // Caller holds the gate. True when the caller must schedule once it has left it.
    private bool QueueRequestTurn()
    {
        if (_requestTurnQueued) return false;
        _requestTurnQueued = true;
        _turns.Enqueue(RequestTurn);
        if (_scheduled) return false;
        return _scheduled = true;
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    private void RunTurns()
    {
        var outer = _current;
        _current = this;
        var deadline = Environment.TickCount64 + Silo.SchedulingQuantumMilliseconds;
        try
        {
            do
            {
                object? turn;
                lock (_gate)
                {
                    if (!_turns.TryDequeue(out turn))
                    {
                        _scheduled = false;
                        return;
                    }

                    if (ReferenceEquals(turn, RequestTurn)) _requestTurnQueued = false;
                }

                if (turn is Task task) _scheduler.Run(task);
                else new Task(StartRequestsAction, this).RunSynchronously(_scheduler);
            }
            while (Environment.TickCount64 < deadline);
        }
        finally
        {
            _current = outer;
        }

        // The quantum is over: others on this thread come first.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
