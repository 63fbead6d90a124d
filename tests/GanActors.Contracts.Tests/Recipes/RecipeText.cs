using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>Recipes to spoil.</summary>
internal static class RecipeText
{
    /// <summary>The least a recipe needs; it fits items of <c>[1, 28, 28]</c>.</summary>
    public const string Least = """
        generator:
          layers: [ { dense: 784 }, tanh, { reshape: [1, 28, 28] } ]
        discriminator:
          layers: [ flatten, { dense: 1 } ]

        """;

    /// <summary>Every part of a recipe; each line is a place for an error.</summary>
    public const string Whole = """
        name: whole
        description: Says everything.
        data: { name: mnist, scale: [-1, 1], limit: 1000 }
        batch: 64
        noise: { size: 100, distribution: normal }
        generator:
          layers:
            - { dense: 784 }
            - { leaky_relu: 0.2 }
            - tanh
            - { reshape: [1, 28, 28] }
          optimizer: { kind: adam, lr: 0.0002, betas: [0.5, 0.999] }
          init: dcgan
        discriminator:
          layers:
            - flatten
            - { dense: 1 }
          optimizer: { kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true }
        loss: { kind: non-saturating, label_smoothing: 0.1, smoothing: one-sided }
        schedule: { kind: fixed, discriminator: 2, generator: 1, study: separate, fakes: reused }
        run: { iterations: 500, seed: 7 }
        samples: { every: 100, grid: [4, 5] }
        metrics: { every: 2 }

        """;

    public static Recipe Read(string text, params string[] overrides) => RecipeReader.Read(text, "test.yaml", overrides).Recipe;

    /// <summary>The error a text, or an override of it, gives.</summary>
    public static RecipeException Fault(string text, params string[] overrides)
    {
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(text, "test.yaml", overrides));
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(fault.Message, fault.ToString());
        return fault;
    }

    /// <summary>A text without its mark §, and the line and column of the mark.</summary>
    public static (string Text, int Line, int Column) Marked(string text)
    {
        int mark = text.IndexOf('§', StringComparison.Ordinal);
        Assert.True(mark >= 0);
        string before = text[..mark];
        return (before + text[(mark + 1)..], before.Count(c => c == '\n') + 1, mark - before.LastIndexOf('\n'));
    }

    /// <summary><see cref="Whole"/> with one part replaced, which must be there.</summary>
    public static string Spoilt(string good, string bad)
    {
        Assert.Contains(good, Whole, StringComparison.Ordinal);
        return Whole.Replace(good, bad, StringComparison.Ordinal);
    }

    /// <summary>
    /// Spoils a text, replacing one part that must be there, and checks that the error names the place of the mark §, the key and the problem.
    /// </summary>
    /// <param name="text">A recipe without a fault.</param>
    /// <param name="good">What is replaced.</param>
    /// <param name="bad">What by, with the mark; if empty, what is blamed for the gap gets it.</param>
    /// <param name="key">The key that the error names.</param>
    /// <param name="problem">What it says of it.</param>
    /// <param name="blamed">What is to blame where something is missing, and how it reads with the mark.</param>
    public static void AssertFaultIsNamed(string text, string good, string bad, string key, string problem, (string Text, string Marked) blamed)
    {
        Assert.Contains(good, text, StringComparison.Ordinal);
        string spoilt = text.Replace(good, bad, StringComparison.Ordinal);
        if (bad.Length == 0)
            spoilt = spoilt.Replace(blamed.Text, blamed.Marked, StringComparison.Ordinal);
        var (unmarked, line, column) = Marked(spoilt);
        Assert.Equal($"test.yaml:{line}:{column}: {key}: {problem}", Fault(unmarked).Message);
    }
}
