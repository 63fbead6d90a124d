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

    void IThreadPoolWorkItem.Execute()
    {
        var deadline = Environment.TickCount64 + Silo.SchedulingQuantumMilliseconds;
        var next = NextOnThread.Mine;
        var activation = this;
        do
        {
            activation.RunTurns(next, deadline);
            activation = next.Take();
        }
        while (activation is not null && Environment.TickCount64 < deadline);

        // The quantum is over: others on this thread come first.
        if (activation is not null) ThreadPool.UnsafeQueueUserWorkItem(activation, preferLocal: false);
    }

    // Caller holds the gate. True when the caller must schedule once it has left it.
    private bool QueueRequestTurn()
    {
        if (_requestTurnQueued) return false;
        _requestTurnQueued = true;
        _turns.Enqueue(RequestTurn);
        if (_scheduled) return false;
        return _scheduled = true;
    }

    // One at most waits for this thread: the second that a turn wakes may run beside the first.
    private void Schedule()
    {
        if (_current is null || !NextOnThread.Mine.TryPut(this)) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void RunTurns(NextOnThread next, long deadline)
    {
        var outer = _current;
        _current = this;
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

                // There is more to do here: what waits for this thread must not wait longer.
                if (next.Take() is { } waiting) ThreadPool.UnsafeQueueUserWorkItem(waiting, preferLocal: true);

                if (turn is Task task) _scheduler.Run(task);
                else new Task(StartRequestsAction, this).RunSynchronously(_scheduler);
            }
            while (Environment.TickCount64 < deadline);
        }
        finally
        {
            _current = outer;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
