using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Networking.Shared;

namespace GanActors.Server.Clusters.Transport;

/// <summary>
/// The connections between silos, and to clients, over sockets that are read in large pieces. Orleans' own read 4 KB at a time, with two system calls each: a hundred for a batch of
/// 200 KB. What crosses the wire is the same, so either kind speaks to the other.
/// </summary>
/// <param name="options">Keep-alive and delay, as they are set for Orleans' own.</param>
internal sealed class WideSockets(IOptions<SocketConnectionOptions> options) : IConnectionFactory, IConnectionListenerFactory
{
    private const int Backlog = 512;

    /// <summary>Puts these sockets in the place of Orleans' own. Where a version of Orleans registers none that could be replaced, its own stay.</summary>
    /// <param name="services">Of a silo or a client, to which Orleans has been added.</param>
    public static void Use(IServiceCollection services)
    {
        services.TryAddSingleton<WideSockets>();
        for (int i = 0; i < services.Count; i++)
        {
            var service = services[i];
            if (service.IsKeyedService && (service.ServiceType == typeof(IConnectionFactory) || service.ServiceType == typeof(IConnectionListenerFactory)))
                services[i] = ServiceDescriptor.DescribeKeyed(service.ServiceType, service.ServiceKey, (provider, _) => provider.GetRequiredService<WideSockets>(), ServiceLifetime.Singleton);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = NewSocket(endpoint);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new WideConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = NewSocket(endpoint);
        try
        {
            if (endpoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return ValueTask.FromResult<IConnectionListener>(new Listener(socket, this));
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw fault.SocketErrorCode == SocketError.AddressAlreadyInUse ? new AddressInUseException(fault.Message, fault) : fault;
        }
    }

    private Socket NewSocket(EndPoint endpoint)
    {
        // Closed at once, so that a silo that is started again finds its port free: what was not sent is sent again by whoever asked for it.
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0) };
        Set(socket);
        return socket;
    }

    private void Set(Socket socket)
    {
        socket.NoDelay = options.Value.NoDelay;
        if (!options.Value.KeepAlive)
            return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, options.Value.KeepAliveTimeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, options.Value.KeepAliveIntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.Value.KeepAliveRetryCount);
    }

    private sealed class Listener(Socket socket, WideSockets sockets) : IConnectionListener
    {
        /// <inheritdoc/>
        public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

        /// <inheritdoc/>
        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            for (; ;)
            {
                Socket? accepted = null;
                try
                {
                    accepted = await socket.AcceptAsync(cancellationToken);
                    sockets.Set(accepted);
                    return new WideConnection(accepted);
                }
                catch (Exception fault) when (fault is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
                {
                    accepted?.Dispose();
                    return null;
                }
                catch (SocketException)
                {
                    // It was gone before it was taken in.
                    accepted?.Dispose();
                }
            }
        }

        /// <inheritdoc/>
        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
