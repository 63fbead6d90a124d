using GanActors.Networks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;

namespace GanActors.Grains;

/// <summary>How silos and clients speak to each other. Both sides of every connection have the same settings.</summary>
public static class WireSettings
{
    /// <summary>
    /// Sets the limits of messages, and lets every exception of ours cross the wire under its own type: Orleans carries only those of a few namespaces, and puts an
    /// error of its own in the place of any other, an inner one included.
    /// </summary>
    /// <param name="services">Of a silo or a client.</param>
    /// <param name="roundBatches">Whether what the networks of a turn show each other is sent as float16; see <see cref="WireOptions.RoundBatches"/>.</param>
    public static IServiceCollection AddWireSettings(this IServiceCollection services, bool roundBatches = false)
    {
        services
            .Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add(nameof(GanActors)))
            .Configure<WireOptions>(options => options.RoundBatches = roundBatches);
        services.AddOptions<SiloMessagingOptions>().Configure<IOptions<WireOptions>>(Limit);
        services.AddOptions<ClientMessagingOptions>().Configure<IOptions<WireOptions>>(Limit);
        return services;
    }

    // Methods that may take longer than this say so themselves, by ResponseTimeout.
    private static void Limit(MessagingOptions options, IOptions<WireOptions> wire)
    {
        options.MaxMessageBodySize = wire.Value.MessageBytes;
        options.ResponseTimeout = TimeSpan.FromSeconds(30);
    }
}
