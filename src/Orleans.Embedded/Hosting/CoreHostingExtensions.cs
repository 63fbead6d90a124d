using System.Net;

namespace Orleans.Hosting;

/// <summary>Membership, of which one process needs none.</summary>
public static class CoreHostingExtensions
{
    /// <summary>Accepted: there is one process, and it listens on no port.</summary>
    public static ISiloBuilder UseLocalhostClustering(this ISiloBuilder builder, int siloPort = 11111, int gatewayPort = 30000, IPEndPoint? primarySiloEndpoint = null, string serviceId = "dev", string clusterId = "dev") => builder;
}
