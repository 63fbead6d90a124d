using System.Collections.Immutable;
using GanActors.Sweeps;

namespace GanActors.Populations.Spaces;

/// <summary>Configurations of a space with conditions.</summary>
internal static class Configurations
{
    /// <summary>A configuration with a value for each parameter whose condition is met.</summary>
    /// <param name="space">The space.</param>
    /// <param name="valueOf">The value of a parameter, by its index; asked only for those, in order.</param>
    public static Configuration Fill(this SearchSpace space, Func<int, string> valueOf)
    {
        var settings = ImmutableArray<Setting>.Empty;
        for (int i = 0; i < space.Parameters.Length; i++)
        {
            if (space.IsVaried(i, settings))
                settings = settings.Add(new Setting(i, space.Parameters[i].Key, valueOf(i)));
        }

        return new Configuration(settings);
    }

    /// <summary>Whether a parameter's condition is met by the settings of those before it.</summary>
    public static bool IsVaried(this SearchSpace space, int parameter, IReadOnlyList<Setting> before) =>
        space.Parameters[parameter].When is not { } condition
        || before.Any(setting => setting.Parameter == condition.Parameter
            && ((ChoiceDistribution)space.Parameters[condition.Parameter].Distribution).Values[condition.Choice] == setting.Value);

    /// <summary>The value of a parameter; null if it is not varied there.</summary>
    public static string? ValueOf(this Configuration configuration, int parameter) =>
        configuration.Settings.FirstOrDefault(setting => setting.Parameter == parameter)?.Value;
}
