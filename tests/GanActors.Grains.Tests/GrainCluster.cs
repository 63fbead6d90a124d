using System.Collections.Concurrent;
using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests;

/// <summary>
/// Silos with our grains, on whichever stack the tests are built for: one embedded silo, or Orleans' in-process test cluster with two.
/// </summary>
public sealed partial class GrainCluster : IAsyncDisposable
{
    private static int _runs;

    /// <summary>Reaches the grains as a client would.</summary>
    public IGrainFactory Grains { get; private set; } = null!;

    /// <summary>Every call a grain has received, oldest first: interface method and arguments.</summary>
    public ConcurrentQueue<(string Method, object?[] Arguments)> Calls { get; } = new();

    /// <summary>A run id no other test has.</summary>
    public static RunId NewRun() => new($"run-{Interlocked.Increment(ref _runs)}");

    /// <summary>Starts a cluster whose lanes have <paramref name="threads"/> threads.</summary>
    public static Task<GrainCluster> Start(int threads = 1) => Start(() => new CpuDevice(threads));

    /// <summary>Starts a cluster whose silos have a lane over a device each.</summary>
    public static Task<GrainCluster> Start(Func<IDevice> device) => Start(DataDirectory.Resolve(), device);

    /// <summary>Starts a cluster that looks for data sets in a directory.</summary>
    public static Task<GrainCluster> Start(DataDirectory data) => Start(data, () => new CpuDevice(1));

    /// <summary>Starts a cluster whose silos have so many lanes over a device each, and other services.</summary>
    public static Task<GrainCluster> Start(Func<IDevice> device, Action<IServiceCollection> more, int lanes = 1) => Start(DataDirectory.Resolve(), device, more, lanes);

    private static async Task<GrainCluster> Start(DataDirectory data, Func<IDevice> device, Action<IServiceCollection>? more = null, int lanes = 1)
    {
        var cluster = new GrainCluster();
        await cluster.StartSilos(services =>
        {
            services
                .AddSingleton(new DatasetCatalog(data, downloads: false))
                .AddSingleton<ICheckpointStores, DirectoryCheckpointStores>()
                .AddSingleton(_ => new EvaluationLane(threads: 1))
                .AddLanes(_ => new LanePool([.. Enumerable.Range(0, lanes).Select(_ => device())], capacity: 64));
            more?.Invoke(services);
        });
        return cluster;
    }

    private partial Task StartSilos(Action<IServiceCollection> configure);

    private sealed class CallRecorder(GrainCluster cluster) : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod is { } method && context.Request is { } request)
            {
                object?[] arguments = [.. Enumerable.Range(0, request.GetArgumentCount()).Select(request.GetArgument)];
                cluster.Calls.Enqueue((method.Name, arguments));
            }

            await context.Invoke();
        }
    }
}
