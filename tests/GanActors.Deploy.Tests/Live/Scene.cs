using GanActors.EndToEnd.Tests;

namespace GanActors.Deploy.Tests.Live;

/// <summary>
/// A healthy run, one that collapses, and a sweep some of whose trials diverge, all under way, and a Prometheus that watches. How they are started is of the stack.
/// </summary>
public sealed partial class Scene : IAsyncLifetime
{
    /// <summary>The healthy run.</summary>
    public const string Healthy = "ring";

    /// <summary>The run that collapses.</summary>
    public const string Collapsing = "ring-collapse";

    private const string Forever = "1000000000";

    // A discriminator whose steps grow without bound goes to infinity at once; the other goes on for ever, and reports now and then.
    private const string Sweep = """
        name: live
        recipe: ring
        set: { loss.kind: least-squares, samples.every: 1000000, checkpoint: none }
        space:
          discriminator.optimizer: { choice: [{ kind: adam, lr: 0.001 }, { kind: sgd, lr: 10 }] }
        objective: { metric: modes, direction: maximize, samples: 500 }
        scheduler: { kind: median, every: 40, grace: 40 }
        budget: { trials: 12, iterations: 4000000, parallel: 2 }
        seed: 5
        """;

    private readonly DirectoryInfo _folder = BuiltProgram.NewFolder();
    private readonly List<BuiltProgram> _programs = [];
    private PrometheusServer? _prometheus;

    /// <summary>Prometheus. Skips the test where there is none.</summary>
    internal PrometheusServer Prometheus
    {
        get
        {
            Assert.SkipWhen(_prometheus is null, "prometheus is not installed; Debian's package of that name brings it");
            return _prometheus!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!Tool.Has("prometheus"))
            return;
        File.WriteAllText(Path.Combine(_folder.FullName, "live.yaml"), Sweep);
        int[] ports = await Begin();
        _prometheus = new PrometheusServer(ports);
        await _prometheus.IsReady();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _prometheus?.Dispose();
        // What trains writes to its folder until it is gone.
        foreach (var program in _programs)
            program.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts all that is to be watched.</summary>
    /// <returns>The ports where metrics are told.</returns>
    private partial Task<int[]> Begin();

    /// <summary>The healthy run: evaluated, and with checkpoints.</summary>
    private string[] TrainHealthy() =>
        [
            "train", Healthy, "--iterations", Forever, "--out", Out(Healthy), "--set", "evaluate={ every: 200, samples: 500 }", "--set", "checkpoint={ every: 100, keep: 1 }",
            // So few samples so often fall by chance.
            "--set", "alarms.quality_fall=none", "--set", "samples.every=1000000",
        ];

    /// <summary>The run that collapses, with a penalty that does not keep it from it.</summary>
    private string[] TrainCollapsing() =>
        [
            "train", Collapsing, "--iterations", Forever, "--out", Out(Collapsing), "--set", "penalty={ kind: r1, weight: 0.001, every: 16 }",
            // Sooner than in earnest.
            "--set", "alarms.mode_collapse={ reaction: tell, bound: 0.4, window: 200 }", "--set", "samples.every=1000000",
        ];

    private string[] RunSweep() => ["sweep", Path.Combine(_folder.FullName, "live.yaml"), "--out", Out("live")];

    private string Out(string name) => Path.Combine(_folder.FullName, name);

    private BuiltProgram Start(params string[] arguments)
    {
        var program = BuiltProgram.Start(arguments);
        _programs.Add(program);
        // What it says must not fill the pipe.
        _ = Task.Run(async () =>
        {
            while (await program.NextLine() is not null)
            {
            }
        });
        return program;
    }
}
