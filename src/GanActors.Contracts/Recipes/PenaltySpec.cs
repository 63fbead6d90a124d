namespace GanActors.Recipes;

/// <summary>The penalties on the discriminator's gradient with respect to its input.</summary>
public enum PenaltyKind
{
    /// <summary>weight / 2 times the mean squared norm of the gradient at real items (Mescheder, Geiger and Nowozin, 2018).</summary>
    R1,

    /// <summary>
    /// weight times the mean of (norm - 1)^2 of the gradient at random points between real and fake items (Gulrajani et al., 2017).
    /// </summary>
    WganGp,
}

/// <summary>A penalty on the discriminator's gradient, added to its loss.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Weight">Its weight, above 0.</param>
/// <param name="Every">
/// Lazy regularisation: only every so many of the discriminator's sub-steps, and then as many times as strong (Karras et al., 2020).
/// </param>
[GenerateSerializer, Immutable, Alias("gan.penalty-spec")]
public sealed record PenaltySpec(PenaltyKind Kind, float Weight = 10f, int Every = 1);

/// <summary>
/// Normal noise added to whatever the discriminator sees, real and fake, in both phases (Sonderby et al., 2017).
/// </summary>
/// <param name="Deviation">Its standard deviation at the first iteration, in the units of the data.</param>
/// <param name="Until">The iteration at which it has fallen to 0, along a straight line; null if it does not fall.</param>
[GenerateSerializer, Immutable, Alias("gan.instance-noise-spec")]
public sealed record InstanceNoiseSpec(float Deviation, long? Until = null)
{
    /// <summary>The standard deviation at an iteration, counted from 0.</summary>
    public float At(long iteration) => Until is { } until ? Deviation * (float)Math.Max(0.0, 1.0 - iteration / (double)until) : Deviation;
}
