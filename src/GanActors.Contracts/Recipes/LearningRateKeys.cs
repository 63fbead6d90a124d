using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>Which keys each course of a learning rate takes.</summary>
internal static class LearningRateKeys
{
    /// <summary>The keys of any.</summary>
    public static readonly string[] All = ["kind", "steps", "end", "every", "factor"];

    /// <summary>
    /// What a kind that is not constant calls <see cref="LearningRateSchedule.Steps"/> and <see cref="LearningRateSchedule.Factor"/>, and
    /// what the second is by default.
    /// </summary>
    public static (string Steps, string Factor, float Default) Of(LearningRateKind kind) =>
        kind == LearningRateKind.Step ? ("every", "factor", 0.1f) : ("steps", "end", 0f);

    /// <summary>Whether <paramref name="key"/> means something to <paramref name="kind"/>.</summary>
    public static bool Takes(LearningRateKind kind, string key) => key switch
    {
        "kind" => true,
        "steps" or "end" => kind is LearningRateKind.Linear or LearningRateKind.Cosine,
        "every" or "factor" => kind is LearningRateKind.Step,
        _ => false,
    };

    /// <summary>What <paramref name="key"/> is for, where it means nothing.</summary>
    public static string Purpose(string key) => key switch
    {
        "steps" => "it is how many steps linear and cosine take to their end",
        "end" => "it is the share of the rate at which linear and cosine end",
        "every" => "it is how many steps there are between two changes of step",
        "factor" => "it is what step multiplies the rate by",
        _ => "it is for another kind",
    };
}
