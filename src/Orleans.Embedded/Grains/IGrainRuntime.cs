using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>What a grain asks of the runtime.</summary>
public interface IGrainRuntime
{
    /// <summary>The silo's name.</summary>
    string SiloIdentity { get; }

    /// <summary>References to grains.</summary>
    IGrainFactory GrainFactory { get; }

    /// <summary>Timers.</summary>
    ITimerRegistry TimerRegistry { get; }

    /// <summary>The silo's services.</summary>
    IServiceProvider ServiceProvider { get; }

    /// <summary>The clock.</summary>
    TimeProvider TimeProvider => TimeProvider.System;

    /// <summary>See <see cref="Grain.DeactivateOnIdle"/>.</summary>
    void DeactivateOnIdle(IGrainContext grainContext);

    /// <summary>See <see cref="Grain.DelayDeactivation"/>.</summary>
    void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);
}
