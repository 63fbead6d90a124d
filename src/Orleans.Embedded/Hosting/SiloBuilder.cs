using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Hosting;

internal sealed class SiloBuilder : ISiloBuilder
{
    private SiloBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    public static void Configure(IServiceCollection services, IConfiguration? configuration, Action<ISiloBuilder>? configure)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.TryAddSingleton<Silo>();
        services.TryAddSingleton<IGrainRuntime>(provider => provider.GetRequiredService<Silo>());
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().Client);
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().Client);
        services.TryAddSingleton<ITimerRegistry>(provider => provider.GetRequiredService<Silo>().TimerRegistry);
        services.TryAddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        configure?.Invoke(new SiloBuilder(services, configuration ?? new ConfigurationBuilder().Build()));
    }
}
