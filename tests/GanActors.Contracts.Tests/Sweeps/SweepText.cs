using GanActors.Contracts.Tests.Recipes;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Contracts.Tests.Sweeps;

/// <summary>Sweeps to spoil.</summary>
internal static class SweepText
{
    /// <summary>The least a sweep needs.</summary>
    public const string Least = """
        recipe: keras-mnist-mlp
        space:
          generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }
        objective: fid

        """;

    /// <summary>Every part of a sweep; each line is a place for an error.</summary>
    public const string Whole = """
        name: whole
        description: Says everything.
        recipe: keras-mnist-mlp
        set: { data.name: fashion-mnist, batch: 64 }
        space:
          generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }
          discriminator.optimizer.betas[0]: { uniform: [0, 0.9] }
          schedule: { choice: [ { discriminator: 2 }, { kind: accuracy-gate, accuracy: 0.7 } ] }
          schedule.generator: { int: [1, 3] }
          noise.size: { grid: [32, 64, 128] }
          loss.kind:
            choice:
              non-saturating:
                loss.label_smoothing: { quniform: [0, 0.3, 0.1] }
              hinge:
                penalty: { choice: [ none, { kind: r1, weight: 1 } ] }
        objective: { metric: kid, direction: minimize, seeds: 2, combine: median, samples: 500, extractor: "fashion-mnist classifier 1a2b3c4d (91.2 %)" }
        scheduler: { kind: asha, eta: 3, rungs: [300, 900, 2700], sampler: { tpe: { startup: 12, candidates: 30, gamma: 0.2 } } }
        budget: { trials: 30, iterations: 2700, wall_time: 1h30m, parallel: 2 }
        seed: 7
        retries: 2

        """;

    /// <summary>Reads a sweep that must be without fault.</summary>
    public static SweepSpec Read(string text) => SweepReader.Read(text, "test.yaml").Spec;

    /// <summary>The fault of a sweep that must have one.</summary>
    public static RecipeException Fault(string text) => Assert.Throws<RecipeException>(() => SweepReader.Read(text, "test.yaml"));

    /// <summary><see cref="Whole"/> with one part replaced, which must be there.</summary>
    public static string Spoilt(string good, string bad)
    {
        Assert.Contains(good, Whole, StringComparison.Ordinal);
        return Whole.Replace(good, bad, StringComparison.Ordinal);
    }

    /// <summary>Spoils <see cref="Whole"/>, and checks that the error names the place of the mark §, the key and the problem.</summary>
    public static void AssertFaultIsNamed(string good, string bad, string? key, string problem)
    {
        var (text, line, column) = RecipeText.Marked(Spoilt(good, bad));
        Assert.Equal($"test.yaml:{line}:{column}: {(key is null ? string.Empty : key + ": ")}{problem}", Fault(text).Message);
    }
}
