using GanActors.Devices;
using GanActors.Meters;
using Microsoft.Extensions.Hosting;

namespace GanActors.Grains.Devices;

/// <summary>Tells the board what its silo has, again and again: that is how the board knows that the silo is there.</summary>
internal sealed class DeviceReports(LanePool lanes, ISiloHere here, IGrainFactory grains, SiloMeters meters) : BackgroundService
{
    /// <summary>Well within <see cref="Allotment.Silence"/>.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>After a call that found nobody: the silo is about to start, or the board's silo was lost.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        (meters.Silo, meters.Lanes) = (here.Name, lanes.Read);
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            bool told = await Tell();
            await Task.Delay(told ? Interval : Again, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Tell()
    {
        try
        {
            await grains.GetGrain<IDeviceBoardGrain>(0).Report(new SiloDevices(here.Name, lanes.Report()));
            return true;
        }
        catch (Exception)
        {
            // Whatever it is, the next report is under way soon, and a silo whose reports do not arrive gets no work.
            return false;
        }
    }
}
