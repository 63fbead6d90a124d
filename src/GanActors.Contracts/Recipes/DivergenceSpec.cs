namespace GanActors.Recipes;

/// <summary>What becomes of a run whose step would put NaN or infinity into a network.</summary>
public enum DivergenceAction
{
    /// <summary>It ends as failed. Its last checkpoint is finite.</summary>
    Stop,

    /// <summary>It goes back to its last checkpoint and goes on from there with lower learning rates.</summary>
    RollBack,

    /// <summary>The step is skipped: weights, moments and statistics stay as they are.</summary>
    Skip,
}

/// <summary>What becomes of a run that meets a number that is not finite.</summary>
/// <param name="Action">What.</param>
/// <param name="LearningRateFactor">What a roll-back multiplies both learning rates by, above 0 and at most 1.</param>
/// <param name="Most">Roll-backs of a run, or skipped steps in a row; one more ends it as failed.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.divergence")]
public sealed record DivergenceSpec(DivergenceAction Action = DivergenceAction.Stop, float LearningRateFactor = 0.5f, int Most = 3);
