using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>The message that a grain timer sends to its activation, again and again.</summary>
internal sealed class TimerTick : GrainRequest
{
    private static readonly MethodInfo Method = typeof(GrainTimer).GetMethod(nameof(GrainTimer.Tick))!;
    private readonly GrainTimer _timer;

    public TimerTick(GrainTimer timer, bool interleave, bool keepAlive)
    {
        _timer = timer;
        IsAlwaysInterleave = interleave;
        IsKeepAlive = keepAlive;
        IsLocalOnly = true;
        IsOneWay = true;
    }

    public override Exception? Error => null;

    public override bool Start(Activation target)
    {
        var tick = _timer.Tick();
        if (tick.IsCompleted) return true;
        tick.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => target.Complete(this));
        return false;
    }

    public override void Respond() => _timer.OnTicked();

    public override bool Fail(Exception exception)
    {
        _timer.OnTicked();
        return false;
    }

    public override MethodInfo GetMethod() => Method;

    public override Type GetInterfaceType() => typeof(GrainTimer);

    public override async ValueTask<Response> Invoke()
    {
        await _timer.Tick();
        return Response.Completed;
    }
}
