using System.CommandLine;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Server;
using GanActors.Server.Clusters;
using GanActors.Server.Engines;
using GanActors.Server.Runs;

namespace GanActors.Cli.Commands;

/// <summary>What the silo that a command starts computes with.</summary>
internal sealed class EngineOptions
{
    private readonly Option<EngineKind?> _engine = ChoiceOption.Create(
        "--engine", "What computes: cpu is our own engine, the same to the last bit every time; torch is libtorch (docs/torchsharp.md). Else cpu, or torch on the GPUs of a build for them",
        ("cpu", EngineKind.Cpu), ("torch", EngineKind.Torch));

    private readonly Option<bool> _tensorFloat32 = new("--tf32") { Description = "Lets GPUs round the factors of products to TF32, for speed" };

    /// <summary>Both of them.</summary>
    public IEnumerable<Option> All => [_engine, _tensorFloat32];

    /// <summary>The engine of a silo of one's own.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cluster">The cluster that the command is a client of, whose silos have their own; null for none.</param>
    /// <exception cref="BadInputException">It is named, and so is a cluster.</exception>
    public OwnEngine Of(ParseResult parsed, ClusterAddress? cluster = null)
    {
        var own = new OwnEngine(parsed.GetValue(_engine), parsed.GetValue(_tensorFloat32));
        return cluster is null || own == default
            ? own
            : throw new BadInputException("--engine and --tf32 are for a silo of one's own; those of a cluster have theirs (`ganactors serve --engine`)");
    }
}

/// <summary>What a silo of one's own computes with.</summary>
/// <param name="Kind">Its engine; null for what the build takes unless asked.</param>
/// <param name="TensorFloat32">Whether products on GPUs may be rounded.</param>
internal readonly record struct OwnEngine(EngineKind? Kind, bool TensorFloat32)
{
    /// <summary>A silo that computes with it.</summary>
    /// <inheritdoc cref="SiloSettings"/>
    public SiloSettings Silo(int? threads, DatasetCatalog data, DeviceWish devices = DeviceWish.Any) =>
        new(threads, data, Engine: Kind, TensorFloat32: TensorFloat32, Devices: devices);
}
