namespace GanActors.Recipes;

/// <summary>Which keys a loss takes.</summary>
internal static class LossKeys
{
    /// <summary>The keys of any loss.</summary>
    public static readonly string[] All = ["kind", "label_smoothing", "smoothing", "flip_labels", "flips"];

    /// <summary>Whether <paramref name="key"/> means something to <paramref name="kind"/>: hinge and Wasserstein know sides, but no labels between.</summary>
    public static bool Takes(LossKind kind, string key) =>
        key is not ("label_smoothing" or "smoothing") || kind is not (LossKind.Hinge or LossKind.Wasserstein);
}
