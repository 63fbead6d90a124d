using BenchmarkDotNet.Attributes;
using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Benchmarks;

/// <summary>The matrix products of the GANs here, and a large one, on every vector path of the machine.</summary>
[MemoryDiagnoser]
public class Products
{
    private Crew _crew = null!;
    private Action _run = null!;

    /// <summary>Kind and sizes, see <see cref="Product"/>.</summary>
    [Params(
        "forward:64:100:128", "forward:64:128:784", "weight:64:128:784", "input:64:784:128", "forward:128:784:128",
        "forward:3136:1024:128", "weight:3136:1024:128", "forward:1024:1024:1024", "input:1024:1024:1024", "weight:1024:1024:1024")]
    public string Shape { get; set; } = string.Empty;

    [Params(1, 2)]
    public int Threads { get; set; }

    [ParamsSource(nameof(Paths))]
    public VectorPath Path { get; set; }

    public static IEnumerable<VectorPath> Paths => Enum.GetValues<VectorPath>().Where(VectorPaths.IsSupported);

    [GlobalSetup]
    public void Prepare()
    {
        _crew = new Crew(Threads);
        _run = Product.Prepare(Shape, _crew, Path);
    }

    [GlobalCleanup]
    public void End() => _crew.Dispose();

    [Benchmark]
    public void Multiply() => _run();
}
