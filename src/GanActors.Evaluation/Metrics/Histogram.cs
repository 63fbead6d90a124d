using System.Collections.Immutable;

namespace GanActors.Evaluation.Metrics;

/// <summary>How many items fall to each class or mode.</summary>
/// <param name="Counts">At least one is above 0.</param>
public sealed record Histogram(ImmutableArray<int> Counts)
{
    /// <summary>Counts labels.</summary>
    /// <param name="labels">One an item, each in 0 .. <paramref name="classes"/> - 1.</param>
    /// <param name="classes">How many classes there are.</param>
    public static Histogram Of(ReadOnlySpan<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels)
            counts[label]++;
        return new Histogram([.. counts]);
    }

    /// <summary>All items.</summary>
    public int Total { get; } = Counts.Sum();

    /// <summary>How many classes occur.</summary>
    public int Occurring => Counts.Count(count => count > 0);

    /// <summary>The share of a class.</summary>
    public double this[int index] => (double)Counts[index] / Total;

    /// <summary>-sum p log p, in nats: 0 for one class, log(classes) if all are equally frequent.</summary>
    public double Entropy => -Enumerable.Range(0, Counts.Length).Where(i => Counts[i] > 0).Sum(i => this[i] * Math.Log(this[i]));

    /// <summary>Total variation distance, 1/2 sum |p - q|, in [0, 1].</summary>
    /// <exception cref="ArgumentException">They have different classes.</exception>
    public double DistanceTo(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireSameClasses(other.Counts.Length);
        return Enumerable.Range(0, Counts.Length).Sum(i => Math.Abs(this[i] - other[i])) / 2;
    }

    /// <summary>
    /// KL(this || data) = sum p log(p / q) in nats: the reverse divergence of Lin et al. ("PacGAN", 2018) if this is what was generated. Finite
    /// when classes are missing here; infinite when the data lack one that occurs here.
    /// </summary>
    /// <param name="data">The share of each class in the data; they sum to 1.</param>
    /// <exception cref="ArgumentException">They have different classes.</exception>
    public double ReverseKl(IReadOnlyList<double> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireSameClasses(data.Count);
        return Enumerable.Range(0, Counts.Length).Where(i => Counts[i] > 0).Sum(i => this[i] * Math.Log(this[i] / data[i]));
    }

    private void RequireSameClasses(int other)
    {
        if (other != Counts.Length)
            throw new ArgumentException($"{Counts.Length} and {other} classes are not the same.", nameof(other));
    }
}
