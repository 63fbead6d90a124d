using GanActors.Duel;

namespace GanActors.Grains.Devices;

/// <summary>A network's place on a lane of a pool.</summary>
internal sealed class LaneClaim(LanePool pool, DeviceLane lane, RunId run) : IDisposable
{
    /// <summary>The lane.</summary>
    public DeviceLane Lane { get; } = lane;

    /// <summary>Whose network it is.</summary>
    public RunId Run { get; } = run;

    /// <summary>Gives the place back.</summary>
    public void Dispose() => pool.Return(this);
}
