using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What a recipe says of evaluations.</summary>
internal static class EvaluateSection
{
    /// <summary>The key of a recipe that is read here.</summary>
    public const string Key = "evaluate";

    /// <summary>What <c>evaluate</c> says; null for never. <c>evaluate: 1000</c> is short for every 1,000 iterations.</summary>
    public static EvaluateSpec? Read(Section recipe)
    {
        if (recipe[Key] is not { } node || node.IsNone)
            return null;
        var evaluate = node is YamlScalar { IsNull: false }
            ? Section.OfShorthand(node, Key, "every")
            : recipe.Open(Key, "every", "samples");
        return new EvaluateSpec(
            YamlValues.Whole(evaluate.Required("every", "evaluate: { every: 1000, samples: 2500 }"), evaluate.KeyOf("every"), 1, RecipeLimits.Iterations),
            (int)evaluate.Whole("samples", EvaluateSpec.UsualSamples, EvaluateSpec.LeastSamples, EvaluateSpec.MostSamples));
    }

    /// <summary><c>evaluate</c> with every value spelled out.</summary>
    public static string Of(EvaluateSpec? evaluate) => evaluate is null
        ? "none"
        : $"{{ every: {YamlText.Of(evaluate.Every)}, samples: {YamlText.Of(evaluate.Samples)} }}";
}
