using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>
/// A silo without a host, for a process that must start at once; it starts and stops the hosted services itself. Disposing it deactivates every grain.
/// </summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Silo _silo;
    private readonly ImmutableArray<IHostedService> _hosted;

    private EmbeddedSilo(ServiceProvider services)
    {
        _services = services;
        _silo = services.GetRequiredService<Silo>();
        _silo.Start();
        _hosted = [.. services.GetServices<IHostedService>()];
        // As a host would, and one after the other; what they do takes its course.
        foreach (var hosted in _hosted)
            hosted.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>The silo's services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>References to grains.</summary>
    public IGrainFactory GrainFactory => _silo.Client;

    /// <summary>References to grains.</summary>
    public IClusterClient Client => _silo.Client;

    /// <summary>Starts a silo.</summary>
    /// <param name="configure">Sets it up, as <c>UseOrleans</c> would.</param>
    /// <param name="configuration">What <see cref="ISiloBuilder.Configuration"/> answers; empty by default.</param>
    public static EmbeddedSilo Start(Action<ISiloBuilder>? configure = null, IConfiguration? configuration = null)
    {
        var services = new ServiceCollection();
        SiloBuilder.Configure(services, configuration, configure);
        Settle<GrainCollectionOptions>(services);
        Settle<SiloMessagingOptions>(services);
        Settle<SchedulingOptions>(services);
        Settle<GrainTypeOptions>(services);
        return new EmbeddedSilo(services.BuildServiceProvider());
    }

    // The options machinery takes milliseconds to start, and nobody can configure these any more.
    private static void Settle<TOptions>(ServiceCollection services)
        where TOptions : class, new()
    {
        foreach (var service in services)
            if (service.ServiceType == typeof(IConfigureOptions<TOptions>) || service.ServiceType == typeof(IPostConfigureOptions<TOptions>)) return;
        services.AddSingleton(Options.Create(new TOptions()));
    }

    /// <summary>Deactivates every grain. When the token fires first, those that are left are given up and their callers told.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (var hosted in _hosted.Reverse())
            await hosted.StopAsync(cancellationToken);
        await _silo.StopAsync(cancellationToken);
    }

    /// <summary>Deactivates every grain, giving running requests half a minute to end as a host would, and disposes the services.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            try
            {
                await StopAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // Those who still waited have been told.
            }
        }

        await _services.DisposeAsync();
    }
}
