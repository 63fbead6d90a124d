using GanActors.Grains.Devices;

namespace GanActors.Duel.Benchmarks.Silos;

/// <summary>
/// Two silos in two processes, each with a lane of one thread that has room for one network: a run has its discriminator and its coordinator on one, its generator on the other.
/// The file that completes this class starts them on Microsoft Orleans, or says that the embedded stack has one process.
/// </summary>
internal sealed partial class SiloPair : IAsyncDisposable
{
    /// <summary>The argument with which this program is the second process.</summary>
    public const string Second = "second-silo";

    /// <summary>Reaches the grains, from the first process.</summary>
    public IGrainFactory Grains { get; private set; } = null!;

    /// <summary>The first silo, which knows the way to the other.</summary>
    public ISiloHere Here { get; private set; } = null!;

    /// <summary>Both silos' names.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Starts both; null where the stack knows one process only.</summary>
    public static partial Task<SiloPair?> StartAsync();

    /// <summary>Is the second process, until its standard input ends.</summary>
    public static partial Task ServeAsync(string[] ports);
}
