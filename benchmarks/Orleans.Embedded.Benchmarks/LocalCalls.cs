using BenchmarkDotNet.Attributes;
using Orleans.Hosting;

namespace GanActors.Benchmarks;

/// <summary>A call to an idle local grain, one after the other.</summary>
[MemoryDiagnoser]
public class LocalCalls
{
    private const int Calls = 1000;
    private readonly float[] _batch = new float[64 * 28 * 28];
    private EmbeddedSilo _silo = null!;
    private ICallee _callee = null!;
    private ICaller _caller = null!;

    [GlobalSetup]
    public void Start()
    {
        _silo = EmbeddedSilo.Start();
        _callee = _silo.GrainFactory.GetGrain<ICallee>(1);
        _caller = _silo.GrainFactory.GetGrain<ICaller>(2);
    }

    [GlobalCleanup]
    public Task Stop() => _silo.DisposeAsync().AsTask();

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task FromOutside()
    {
        for (var i = 0; i < Calls; i++) await _callee.Nothing();
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task FromOutsideWith200KB()
    {
        for (var i = 0; i < Calls; i++) await _callee.Pass(_batch);
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task FromAGrain() => _caller.Call(Calls, null);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task FromAGrainWith200KB() => _caller.Call(Calls, _batch);
}
