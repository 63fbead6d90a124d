using BenchmarkDotNet.Attributes;

namespace GanActors.Benchmarks;

/// <summary>One whole training iteration, both networks, batch 64.</summary>
[MemoryDiagnoser]
public class Steps
{
    private GanStep _gan = null!;

    [Params("mlp", "dcgan", "sunflowers")]
    public string Networks { get; set; } = string.Empty;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Prepare() => _gan = new GanStep(Work.Of(Networks), Threads);

    [GlobalCleanup]
    public void End() => _gan.Dispose();

    [Benchmark]
    public void Iterate() => _gan.Run();
}
