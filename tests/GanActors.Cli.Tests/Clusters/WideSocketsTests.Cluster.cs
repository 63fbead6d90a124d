using System.Buffers;
using System.Net;
using GanActors.Server.Clusters.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Networking.Shared;

namespace GanActors.Cli.Tests.Clusters;

/// <summary>The connections between silos, without silos.</summary>
public sealed class WideSocketsTests : IAsyncLifetime
{
    private readonly WideSockets _sockets = new(Options.Create(new SocketConnectionOptions()));
    private IConnectionListener _listener = null!;
    private ConnectionContext _here = null!, _there = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _listener = await _sockets.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), Stop);
        var accepting = _listener.AcceptAsync(Stop);
        _here = await _sockets.ConnectAsync(_listener.EndPoint, Stop);
        _there = (await accepting)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _listener.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200_704)]
    [InlineData(5_000_001)]
    public async Task What_is_sent_arrives_both_ways_at_once(int length)
    {
        byte[] one = new byte[length], other = new byte[length];
        new Random(1).NextBytes(one);
        new Random(2).NextBytes(other);
        var sending = Task.WhenAll(SendInPieces(_here, one), SendInPieces(_there, other));
        Assert.True((await Received(_there, length)).AsSpan().SequenceEqual(one));
        Assert.True((await Received(_here, length)).AsSpan().SequenceEqual(other));
        await sending;
    }

    [Fact]
    public async Task A_writer_does_not_wait_for_a_reader_that_is_away()
    {
        for (int i = 0; i < 64; i++)
            await _here.Transport.Output.WriteAsync(new byte[1 << 20], Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal(64 << 20, (await Received(_there, 64 << 20)).Length);
    }

    [Fact]
    public async Task Both_ends_hear_of_the_end()
    {
        var reading = _there.Transport.Input.ReadAsync(Stop).AsTask();
        var own = _here.Transport.Input.ReadAsync(Stop).AsTask();
        _here.Abort();
        foreach (var read in (IEnumerable<Task<System.IO.Pipelines.ReadResult>>)[reading, own])
        {
            try
            {
                Assert.True((await read.WaitAsync(TimeSpan.FromSeconds(30), Stop)).IsCompleted);
            }
            catch (ConnectionResetException)
            {
                // Told so, or as an end: both are heard.
            }
        }

        await Closed(_here);
        await Closed(_there);
    }

    [Fact]
    public async Task A_reader_that_is_told_to_stop_stops_and_can_read_on()
    {
        var reading = _there.Transport.Input.ReadAsync(Stop).AsTask();
        _there.Transport.Input.CancelPendingRead();
        Assert.True((await reading).IsCanceled);
        await SendInPieces(_here, [1, 2, 3]);
        Assert.Equal([1, 2, 3], await Received(_there, 3));
    }

    [Fact]
    public async Task Nobody_answers_where_nobody_listens_and_a_port_is_taken_once()
    {
        await Assert.ThrowsAsync<AddressInUseException>(async () => await _sockets.BindAsync(_listener.EndPoint, Stop));
        var accepting = _listener.AcceptAsync(Stop).AsTask();
        await _listener.UnbindAsync(Stop);
        Assert.Null(await accepting);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(async () => await _sockets.ConnectAsync(_listener.EndPoint, Stop));
    }

    [Fact]
    public void They_take_the_place_of_all_connections_of_silos_and_clients()
    {
        var silo = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        silo.UseOrleans(orleans => orleans.UseLocalhostClustering());
        WideSockets.Use(silo.Services);
        using var siloHost = silo.Build();
        Assert.Equal((1, 2), Count(silo.Services, siloHost.Services));

        var client = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        client.UseOrleansClient(orleans => orleans.UseLocalhostClustering());
        WideSockets.Use(client.Services);
        using var clientHost = client.Build();
        Assert.Equal((1, 0), Count(client.Services, clientHost.Services));
    }

    private static (int Factories, int Listeners) Count(IServiceCollection services, IServiceProvider provider)
    {
        var keyed = services.Where(service => service.IsKeyedService).ToArray();
        return (keyed.Count(service => service.ServiceType == typeof(IConnectionFactory) && provider.GetRequiredKeyedService<IConnectionFactory>(service.ServiceKey) is WideSockets),
            keyed.Count(service => service.ServiceType == typeof(IConnectionListenerFactory) && provider.GetRequiredKeyedService<IConnectionListenerFactory>(service.ServiceKey) is WideSockets));
    }

    private static async Task SendInPieces(ConnectionContext connection, byte[] bytes)
    {
        // Of sizes that fit no buffer.
        for (int at = 0, size = 1; at < bytes.Length; at += size, size = Math.Min((size * 3) + 1, bytes.Length - at))
            await connection.Transport.Output.WriteAsync(bytes.AsMemory(at, size), Stop);
    }

    private static async Task<byte[]> Received(ConnectionContext connection, int length)
    {
        var read = await connection.Transport.Input.ReadAtLeastAsync(length, Stop);
        byte[] bytes = read.Buffer.Slice(0, length).ToArray();
        connection.Transport.Input.AdvanceTo(read.Buffer.GetPosition(length));
        return bytes;
    }

    private static async Task Closed(ConnectionContext connection)
    {
        var closed = new TaskCompletionSource();
        await using var registration = connection.ConnectionClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }
}
