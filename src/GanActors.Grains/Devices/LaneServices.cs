using GanActors.Meters;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Devices;

/// <summary>Gives a silo its lanes.</summary>
public static class LaneServices
{
    /// <summary>Adds lanes, and has the cluster, and whoever reads meters, told of them.</summary>
    public static IServiceCollection AddLanes(this IServiceCollection services, Func<IServiceProvider, LanePool> lanes) => services
        .AddSingleton(lanes)
        .AddSingleton<SiloMeters>()
        .AddSingleton<ISiloHere, SiloHere>()
        .AddHostedService<DeviceReports>();
}
