namespace Orleans.Runtime;

/// <summary>Runs work one item at a time in an activation.</summary>
public interface IWorkItemScheduler
{
    /// <summary>Queues an action.</summary>
    void QueueAction(Action action);

    /// <summary>Queues an action with its argument.</summary>
    void QueueAction(Action<object> action, object state);

    /// <summary>Starts a task.</summary>
    void QueueTask(Task task);
}
