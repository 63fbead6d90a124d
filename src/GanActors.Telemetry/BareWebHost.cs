using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GanActors.Telemetry;

/// <summary>A web server with routes and nothing else, beside what a process is really for.</summary>
internal static class BareWebHost
{
    /// <summary>One that is not set up further.</summary>
    /// <param name="listen">Where it listens.</param>
    public static WebApplicationBuilder NewBuilder(Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(listen);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        return builder;
    }

    /// <summary>Whether something did not start because somebody else listens there.</summary>
    public static bool IsTaken(Exception fault) =>
        fault.GetBaseException() is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };

    /// <summary>Signals are the command's to take; the host ends when it is disposed of.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
