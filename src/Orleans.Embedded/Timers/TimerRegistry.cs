using Orleans.Runtime;

namespace Orleans.Timers;

internal sealed class TimerRegistry(Silo silo) : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        ArgumentNullException.ThrowIfNull(callback);
        var activation = (Activation)grainContext;
        var timer = new GrainTimer(silo, activation, token => callback(state, token), options.Interleave, options.KeepAlive);
        activation.AddTimer(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }
}
