using System.Collections.Immutable;
using GanActors.Sweeps;

namespace GanActors.Populations.Spaces;

/// <summary>All points of a space that has finitely many.</summary>
internal static class GridPoints
{
    /// <summary>Every combination, the last parameter varied fastest; a parameter whose condition is not met is left out.</summary>
    /// <exception cref="ArgumentException">A parameter has no steps.</exception>
    public static IEnumerable<Configuration> Of(SearchSpace space)
    {
        ImmutableArray<IEnumerable<string>> values = [.. space.Parameters.Zip(Scale.Of(space)).Select(pair => pair.Second switch
        {
            ChoiceScale choice => choice.Values,
            SteppedScale stepped => stepped.All(),
            _ => throw new ArgumentException(
                $"{pair.First.Key}: a grid needs a finite number of values: a grid, a choice, whole numbers or a quniform.", nameof(space)),
        })];
        return From(space, values, []);
    }

    private static IEnumerable<Configuration> From(
        SearchSpace space, ImmutableArray<IEnumerable<string>> values, ImmutableArray<Setting> before, int parameter = 0)
    {
        if (parameter == space.Parameters.Length)
            return [new Configuration(before)];
        return space.IsVaried(parameter, before)
            ? values[parameter].SelectMany(value =>
                From(space, values, before.Add(new Setting(parameter, space.Parameters[parameter].Key, value)), parameter + 1))
            : From(space, values, before, parameter + 1);
    }
}
