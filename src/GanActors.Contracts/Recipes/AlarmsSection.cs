using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What a recipe says of alarms, being read and written.</summary>
internal static class AlarmsSection
{
    /// <summary>Reads it.</summary>
    public static AlarmsSpec? Read(Section recipe)
    {
        if (recipe["alarms"] is { IsNone: true })
            return null;
        var alarms = recipe.Open("alarms", [.. RecipeWords.Alarms.All]);
        return new AlarmsSpec(
            ReadOne(alarms, AlarmKind.DiscriminatorWins),
            ReadOne(alarms, AlarmKind.VanishingFeedback),
            ReadOne(alarms, AlarmKind.OneSided),
            ReadOne(alarms, AlarmKind.LossesFrozen),
            ReadOne(alarms, AlarmKind.Oscillation),
            ReadOne(alarms, AlarmKind.NonFinite),
            ReadOne(alarms, AlarmKind.ExplodingGradients),
            ReadOne(alarms, AlarmKind.ModeCollapse),
            ReadOne(alarms, AlarmKind.QualityFall));
    }

    /// <summary>Writes it.</summary>
    public static string Write(AlarmsSpec? alarms) => alarms is null
        ? "none"
        : $"{{ {string.Join(", ", Enum.GetValues<AlarmKind>().Select(kind => $"{RecipeWords.Alarms.Of(kind)}: {WriteOne(kind, alarms[kind])}"))} }}";

    private static AlarmSpec? ReadOne(Section alarms, AlarmKind kind)
    {
        string key = RecipeWords.Alarms.Of(kind);
        var defaults = AlarmsSpec.Default[kind]!;
        if (alarms[key] is not { } node)
            return defaults;
        if (node.IsNone)
            return null;
        if (node is YamlScalar { IsNull: false })
            return defaults with { Reaction = YamlValues.Choice(node, alarms.KeyOf(key), RecipeWords.Reactions) };
        var alarm = alarms.Open(key, Keys(kind));
        return new AlarmSpec(
            alarm.Choice("reaction", defaults.Reaction, RecipeWords.Reactions),
            alarm.Number("bound", defaults.Bound, BoundOf(kind)),
            alarm.Whole("window", defaults.Window, 1, RecipeLimits.Iterations));
    }

    private static string WriteOne(AlarmKind kind, AlarmSpec? alarm) => alarm is null
        ? "none"
        : $"{{ {string.Join(", ", Keys(kind).Select(key => $"{key}: {key switch
        {
            "reaction" => RecipeWords.Reactions.Of(alarm.Reaction),
            "bound" => YamlText.Of(alarm.Bound),
            _ => YamlText.Of(alarm.Window),
        }}"))} }}";

    private static string[] Keys(AlarmKind kind) => kind switch
    {
        AlarmKind.NonFinite => ["reaction"],
        AlarmKind.QualityFall => ["reaction", "bound"],
        _ => ["reaction", "bound", "window"],
    };

    private static NumberRange BoundOf(AlarmKind kind) => kind switch
    {
        AlarmKind.Oscillation => NumberRange.Between(1, RecipeLimits.AlarmBound),
        AlarmKind.ExplodingGradients or AlarmKind.QualityFall => NumberRange.Above(1, RecipeLimits.AlarmBound),
        _ => NumberRange.Inside(0, 1),
    };
}
