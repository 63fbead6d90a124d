using GanActors.Cells;
using GanActors.Randomness;

namespace GanActors.Grains.Cells;

/// <summary>Moves learning rates before a batch, as Lipizzaner does; see <see cref="MutationSpec"/>.</summary>
internal static class LearningRateMutation
{
    /// <summary>Moves a learning rate, or leaves it.</summary>
    /// <param name="spec">How often and how far; null for never.</param>
    /// <param name="rate">As it is.</param>
    /// <param name="usual">The recipe's.</param>
    /// <param name="stream">One draw decides and moves.</param>
    public static float Of(MutationSpec? spec, float rate, float usual, RandomStream stream)
    {
        if (spec is null || !(stream.Uniform() < spec.Probability))
            return rate;
        Span<float> normal = stackalloc float[1];
        // The block after the one that decided.
        stream.Normal(normal, firstBlock: 1);
        return Math.Max(0f, rate + (spec.Scale * ((-usual / 10f) + (usual * normal[0]))));
    }
}
