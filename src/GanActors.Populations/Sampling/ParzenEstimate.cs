using System.Collections.Immutable;
using GanActors.Populations.Spaces;

namespace GanActors.Populations.Sampling;

/// <summary>
/// How dense the values of one parameter are in a set of configurations: one of the estimators of Bergstra et al. (2011), section 4.
/// </summary>
internal abstract record ParzenEstimate
{
    /// <summary>The estimate from values, which may be none: then it is the parameter's own distribution.</summary>
    /// <param name="scale">The parameter's.</param>
    /// <param name="places">Of the values, on its scale.</param>
    public static ParzenEstimate Of(Scale scale, IEnumerable<double> places) => scale is ChoiceScale choice
        ? CountedEstimate.Of(choice.Values.Length, places)
        : MixtureEstimate.Of(scale.Levels, places);

    /// <summary>A place drawn from it.</summary>
    public abstract double Draw(IEnumerator<double> roll);

    /// <summary>Its density at a place, as a multiple of that of the parameter's own distribution.</summary>
    public abstract double At(double place);
}

/// <summary>Of choices: each counted, and one more, so that none is ever ruled out.</summary>
/// <param name="Weights">Of each choice.</param>
internal sealed record CountedEstimate(ImmutableArray<double> Weights) : ParzenEstimate
{
    /// <summary>The estimate from the places of choices.</summary>
    public static CountedEstimate Of(int choices, IEnumerable<double> places)
    {
        double[] counts = new double[choices];
        Array.Fill(counts, 1);
        foreach (double place in places)
            counts[ChoiceAt(place, choices)]++;
        double all = counts.Sum();
        return new([.. counts.Select(count => count / all)]);
    }

    /// <inheritdoc/>
    public override double Draw(IEnumerator<double> roll)
    {
        double left = roll.Next();
        int choice = 0;
        while (choice < Weights.Length - 1 && (left -= Weights[choice]) >= 0)
            choice++;
        return (choice + 0.5) / Weights.Length;
    }

    /// <inheritdoc/>
    public override double At(double place) => Weights[ChoiceAt(place, Weights.Length)] * Weights.Length;

    private static int ChoiceAt(double place, int choices) => Math.Min((int)(place * choices), choices - 1);
}

/// <summary>
/// Of numbers: the parameter's own distribution, uniform on its scale, and a normal distribution around each value, cut off at the ends,
/// all of one weight. Its deviation is the distance to the farther of its neighbours, the ends being neighbours too, but at least a
/// hundredth of the scale, more where values are few. Of numbers in steps, the density of a step is its mean over the step's stretch.
/// </summary>
/// <param name="Levels">How many steps; null if there are none.</param>
/// <param name="Normals">Centre, deviation, and the probability within the ends.</param>
internal sealed record MixtureEstimate(double? Levels, ImmutableArray<(double Centre, double Deviation, double Mass)> Normals) : ParzenEstimate
{
    /// <summary>The estimate from places.</summary>
    public static MixtureEstimate Of(double? levels, IEnumerable<double> places)
    {
        double[] sorted = [.. places.Order()];
        double least = 1.0 / Math.Min(100, sorted.Length + 2);
        return new(levels, [.. sorted.Select((centre, i) =>
        {
            double left = centre - (i > 0 ? sorted[i - 1] : 0), right = (i < sorted.Length - 1 ? sorted[i + 1] : 1) - centre;
            double deviation = Math.Max(least, Math.Max(left, right));
            return (centre, deviation, Between(centre, deviation, 0, 1));
        })]);
    }

    /// <inheritdoc/>
    public override double Draw(IEnumerator<double> roll)
    {
        int part = roll.Below(Normals.Length + 1);
        if (part == Normals.Length)
            return roll.Next();
        var (centre, deviation, _) = Normals[part];
        // At least a third of all draws are within the ends, whatever the deviation.
        while (true)
        {
            double place = centre + (deviation * NormalDistribution.From(roll.Next(), roll.Next()));
            if (place is >= 0 and < 1)
                return place;
        }
    }

    /// <inheritdoc/>
    public override double At(double place)
    {
        double sum = 1;
        foreach (var (centre, deviation, mass) in Normals)
        {
            if (Levels is { } levels)
            {
                double from = Math.Min(Math.Floor(place * levels), levels - 1) / levels;
                sum += Between(centre, deviation, from, from + (1 / levels)) * levels / mass;
            }
            else
            {
                sum += NormalDistribution.Density((place - centre) / deviation) / (deviation * mass);
            }
        }

        return sum / (Normals.Length + 1);
    }

    private static double Between(double centre, double deviation, double from, double to) =>
        Math.Max(0, NormalDistribution.Cumulative((to - centre) / deviation) - NormalDistribution.Cumulative((from - centre) / deviation));
}
