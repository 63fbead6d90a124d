namespace GanActors.Recipes;

/// <summary>Which keys each kind of schedule takes.</summary>
internal static class ScheduleKeys
{
    /// <summary>The keys of any.</summary>
    public static readonly string[] All =
    [
        "kind", "discriminator", "generator", "study", "fakes", "steps", "until", "every", "accuracy", "floor", "equilibrium", "margin", "ratio", "both",
        "rate", "hysteresis", "smoothing", "longest_freeze",
    ];

    /// <summary>Whether <paramref name="key"/> means something to <paramref name="kind"/>.</summary>
    public static bool Takes(ScheduleKind kind, string key) => key switch
    {
        "kind" or "discriminator" or "generator" or "study" or "fakes" => true,
        "steps" or "until" or "every" => kind is ScheduleKind.WarmUp,
        "accuracy" => kind is ScheduleKind.AccuracyGate or ScheduleKind.Integral,
        "floor" => kind is ScheduleKind.AccuracyGate,
        "equilibrium" or "margin" => kind is ScheduleKind.LossBand,
        "ratio" or "both" => kind is ScheduleKind.LossRatio,
        "rate" => kind is ScheduleKind.Integral,
        "hysteresis" or "smoothing" or "longest_freeze" => kind is not (ScheduleKind.Fixed or ScheduleKind.WarmUp),
        _ => false,
    };

    /// <summary>What <paramref name="key"/> is for, where it means nothing.</summary>
    public static string Purpose(string key) => key switch
    {
        "steps" => "it is how many steps the discriminator takes in an iteration of warm-up",
        "until" => "it is how many iterations at the start are warm-up",
        "every" => "it is after how many iterations warm-up comes again",
        "accuracy" => "it is the bound of accuracy-gate, and the target of integral",
        "floor" => "it is the accuracy below which accuracy-gate freezes the generator",
        "equilibrium" or "margin" => "it is for loss-band",
        "ratio" or "both" => "it is for loss-ratio",
        "rate" => "it is how fast integral moves the share of steps",
        _ => "it is for schedules that freeze a network: accuracy-gate, loss-band, loss-ratio and integral",
    };
}
