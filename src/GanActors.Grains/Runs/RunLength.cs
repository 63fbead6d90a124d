using GanActors.Recipes;

namespace GanActors.Grains.Runs;

/// <summary>How many iterations a recipe's length comes to.</summary>
internal static class RunLength
{
    /// <summary>Iterations of the whole run.</summary>
    /// <param name="recipe">Whose length is in iterations or in epochs.</param>
    /// <param name="batchesPerEpoch">Real batches of an epoch.</param>
    public static long Iterations(Recipe recipe, int batchesPerEpoch) =>
        recipe.Run.Iterations ?? IterationsOf((long)recipe.Run.Epochs!.Value * batchesPerEpoch, recipe.Schedule);

    /// <summary>Iterations after which the discriminator has drawn so many real batches: k in each, or with the switch k in every other.</summary>
    private static long IterationsOf(long realBatches, ScheduleSpec schedule)
    {
        long feeding = (realBatches + schedule.Discriminator - 1) / schedule.Discriminator;
        return schedule.Study == StudyKind.Switched ? 2 * feeding : feeding;
    }
}
