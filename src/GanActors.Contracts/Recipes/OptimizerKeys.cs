using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>Which keys an optimiser takes: those that PyTorch's class of that name has and we offer.</summary>
internal static class OptimizerKeys
{
    /// <summary>The keys of any optimiser.</summary>
    public static readonly string[] All = ["kind", "lr", "betas", "alpha", "momentum", "nesterov", "eps", "weight_decay", "clip_norm", "clip_value", "schedule"];

    /// <summary>Whether <paramref name="key"/> means something to <paramref name="kind"/>.</summary>
    public static bool Takes(OptimizerKind kind, string key) => key switch
    {
        "kind" or "lr" or "weight_decay" or "clip_norm" or "clip_value" or "schedule" => true,
        "betas" => kind is OptimizerKind.Adam or OptimizerKind.AdamW,
        "eps" => kind is not OptimizerKind.Sgd,
        "alpha" => kind is OptimizerKind.RmsProp,
        "momentum" => kind is OptimizerKind.RmsProp or OptimizerKind.Sgd,
        "nesterov" => kind is OptimizerKind.Sgd,
        _ => false,
    };

    /// <summary>What <paramref name="key"/> is for, where it means nothing.</summary>
    public static string Purpose(string key) => key switch
    {
        "betas" => "they are the decays of adam's and adamw's moments",
        "eps" => "it is what adam, adamw and rmsprop add to the root of the second moment",
        "alpha" => "it is the decay of rmsprop's second moment",
        "momentum" => "it is for rmsprop and sgd",
        "nesterov" => "it is for sgd",
        _ => "it is for another kind",
    };
}
