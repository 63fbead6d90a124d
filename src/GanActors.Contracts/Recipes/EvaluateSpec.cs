namespace GanActors.Recipes;

/// <summary>How often a run's generator is measured on its way, off the training path. It is measured at the end, too. Nothing of it changes what the run computes.</summary>
/// <param name="Every">Iterations between two evaluations.</param>
/// <param name="Samples">Generated items that are looked at; as many real ones are.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.evaluate")]
public sealed record EvaluateSpec(long Every, int Samples = EvaluateSpec.UsualSamples)
{
    /// <summary>As many as VEEGAN and PacGAN draw of points; of images, enough for features of 128 numbers.</summary>
    public const int UsualSamples = 2_500;

    /// <summary>The fewest that can be measured.</summary>
    public const int LeastSamples = 16;

    /// <summary>The most.</summary>
    public const int MostSamples = 100_000;
}
