namespace Orleans.Runtime;

/// <summary>The task scheduler of one activation: what starts on it, and every await made under it, runs in the activation's turns.</summary>
internal sealed class ActivationTaskScheduler(Activation activation) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    public void Run(Task task) => TryExecuteTask(task);

    public override string ToString() => $"ActivationTaskScheduler:{activation.GrainId}";

    protected override void QueueTask(Task task) => activation.Queue(task);

    // A task that is already queued keeps its place.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Activation.Current == activation && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => activation.QueuedTasks();
}
