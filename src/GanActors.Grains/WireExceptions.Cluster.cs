using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace GanActors.Grains;

/// <summary>Our exceptions between silos, and to clients.</summary>
public static class WireExceptions
{
    /// <summary>
    /// Lets every exception of ours cross the wire under its own type: Orleans carries only those of a few namespaces, and puts an error of its own in the place
    /// of any other, an inner one included. For silos and clients alike.
    /// </summary>
    public static IServiceCollection AddWireExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add(nameof(GanActors)));
}
