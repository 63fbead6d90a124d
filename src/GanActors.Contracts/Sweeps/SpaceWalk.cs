using System.Collections.Immutable;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>What configurations a space has.</summary>
internal static class SpaceWalk
{
    /// <summary>
    /// Values of a parameter that stand for all: every one of a choice, the first and the last of a range.
    /// </summary>
    public static ImmutableArray<string> Extremes(Distribution distribution) => distribution switch
    {
        ChoiceDistribution choice => choice.Values,
        IntegerDistribution range => [YamlText.Of(range.Low), YamlText.Of(range.High)],
        LogUniformDistribution range => [YamlText.Of(range.Low), YamlText.Of(range.High)],
        UniformDistribution range => [YamlText.Of(range.Low), YamlText.Of(range.Count is { } count ? range.ValueAt(count - 1) : range.High)],
        _ => throw new NotSupportedException($"No distribution {distribution}."),
    };

    /// <summary>Whether two parameters can be varied in one configuration.</summary>
    /// <param name="parameters">Those of the space up to now.</param>
    /// <param name="one">When the one is varied.</param>
    /// <param name="other">When the other is.</param>
    public static bool CanMeet(IReadOnlyList<Parameter> parameters, Condition? one, Condition? other)
    {
        var choices = new Dictionary<int, int>();
        return Require(parameters, one, choices) && Require(parameters, other, choices);
    }

    /// <summary>
    /// The configuration in which some parameters have values that are wanted, and every other that is varied then the first of its own.
    /// </summary>
    /// <param name="space">The space.</param>
    /// <param name="wanted">Indices of parameters, and which of their <see cref="Extremes"/> they are to have.</param>
    /// <returns>Null if these never meet.</returns>
    public static Configuration? With(SearchSpace space, params ReadOnlySpan<(int Parameter, int Value)> wanted)
    {
        var values = new Dictionary<int, int>();
        foreach (var (parameter, value) in wanted)
        {
            if (!Require(space.Parameters, space.Parameters[parameter].When, values) || !Agree(values, parameter, value))
                return null;
        }

        var settings = ImmutableArray.CreateBuilder<Setting>();
        var taken = new int[space.Parameters.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            var (key, distribution, when) = space.Parameters[i];
            taken[i] = when is null || taken[when.Parameter] == when.Choice ? values.GetValueOrDefault(i) : -1;
            if (taken[i] >= 0)
                settings.Add(new Setting(i, key, Extremes(distribution)[taken[i]]));
        }

        return new Configuration(settings.ToImmutable());
    }

    /// <summary>How many configurations there are; infinite if a parameter has no end of values.</summary>
    public static double Count(SearchSpace space)
    {
        // From the last on, so that what depends on a parameter is known when it comes.
        var (all, below) = (1.0, new Dictionary<Condition, double>());
        for (int i = space.Parameters.Length - 1; i >= 0; i--)
        {
            var (_, distribution, when) = space.Parameters[i];
            double count = distribution switch
            {
                ChoiceDistribution choice => Enumerable.Range(0, choice.Values.Length).Sum(value => below.GetValueOrDefault(new Condition(i, value), 1)),
                IntegerDistribution range => range.High - range.Low + 1.0,
                UniformDistribution { Count: { } steps } => steps,
                _ => double.PositiveInfinity,
            };
            if (when is null)
                all *= count;
            else
                below[when] = below.GetValueOrDefault(when, 1) * count;
        }

        return all;
    }

    private static bool Require(IReadOnlyList<Parameter> parameters, Condition? when, Dictionary<int, int> choices)
    {
        for (; when is not null; when = parameters[when.Parameter].When)
        {
            if (!Agree(choices, when.Parameter, when.Choice))
                return false;
        }

        return true;
    }

    private static bool Agree(Dictionary<int, int> choices, int parameter, int choice) =>
        choices.TryAdd(parameter, choice) || choices[parameter] == choice;
}
