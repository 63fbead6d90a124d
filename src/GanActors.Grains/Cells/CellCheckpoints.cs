using System.Collections.Immutable;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Grains.Runs;
using GanActors.Recipes;

namespace GanActors.Grains.Cells;

/// <summary>The checkpoints of one cell. An iteration of theirs is an epoch.</summary>
internal sealed class CellCheckpoints(CheckpointArchive archive, RunId run, int keep)
{
    /// <summary>Where they are.</summary>
    public string Location => archive.Location;

    /// <summary>The checkpoint of the most epochs that is whole; null if there is none.</summary>
    /// <param name="atMost">Of no more epochs than these; null for any.</param>
    /// <param name="exactly">Of no fewer, either.</param>
    public async Task<CheckpointManifest?> Newest(long? atMost, bool exactly = false)
    {
        var versions = await archive.ListVersionsAsync(verify: true);
        return versions
            .Where(entry => entry.Condition == CheckpointCondition.Whole && !(entry.Version.Iteration > atMost) && (!exactly || entry.Version.Iteration == atMost))
            .OrderByDescending(entry => entry.Version.Iteration)
            .ThenByDescending(entry => entry.Version.Incarnation)
            .FirstOrDefault()?.Manifest;
    }

    /// <summary>What the cell knew.</summary>
    public CellMemory MemoryOf(CheckpointManifest manifest) => GroupMemory.Of<CellMemory>(manifest, archive.Location);

    /// <summary>Reads the networks of a checkpoint.</summary>
    public async Task<CellState> Read(CheckpointManifest manifest)
    {
        var memory = MemoryOf(manifest);
        var generator = await archive.ReadNetworkAsync(manifest.Version, CheckpointArchive.Generator);
        var discriminator = await archive.ReadNetworkAsync(manifest.Version, CheckpointArchive.Discriminator);
        return new CellState(
            manifest.Version.Iteration, Individuals.Of(generator, memory.GeneratorLearningRate), Individuals.Of(discriminator, memory.DiscriminatorLearningRate));
    }

    /// <summary>Writes a checkpoint, and frees those that nobody can need any more.</summary>
    public async Task Write(CellState state, int incarnation, CellMemory memory, Recipe recipe)
    {
        var version = new CheckpointVersion(state.Epoch, incarnation);
        var generator = await archive.WriteNetworkAsync(version, CheckpointArchive.Generator, state.Generator.State());
        var discriminator = await archive.WriteNetworkAsync(version, CheckpointArchive.Discriminator, state.Discriminator.State());
        var figures = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal)
            .Add("generator_fitness", memory.Row?.GeneratorFitness ?? double.NaN)
            .Add("discriminator_fitness", memory.Row?.DiscriminatorFitness ?? double.NaN);
        await archive.CommitAsync(new CheckpointManifest(
            run, version, DateTimeOffset.UtcNow, SummaryJson.Product, RecipeWriter.Write(recipe), figures, [generator, discriminator], SavedState.Of(memory)));

        // By epochs and not by incarnations alone: a neighbour that is an epoch behind may ask for the one before, however often this one has been set up.
        var versions = await archive.ListVersionsAsync(verify: false);
        CheckpointVersion[] kept =
        [
            .. versions.Where(entry => entry.Condition == CheckpointCondition.Whole && entry.Version.Iteration <= state.Epoch)
                .GroupBy(entry => entry.Version.Iteration)
                .OrderByDescending(epoch => epoch.Key)
                .Take(keep)
                .Select(epoch => epoch.Max(entry => entry.Version)),
        ];
        await archive.SweepAsync(new CheckpointRetention(1), kept);
    }
}
