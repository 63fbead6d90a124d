using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;
using GanActors.Server.Runs;

namespace GanActors.Server.Generation;

/// <summary>
/// Draws walks through the noise of a run's generator: of the one it left at its end, or of its newest checkpoint while it goes on. One walk at a time, on one thread, so
/// that whoever looks does not slow down who trains.
/// </summary>
/// <param name="catalog">Says what the data's items are, of a run that has not ended.</param>
/// <param name="stores">Where checkpoints lie.</param>
internal sealed class RunWalks(DatasetCatalog catalog, ICheckpointStores stores) : IDisposable
{
    /// <summary>Bounds of what may be asked for.</summary>
    public const int MostPairs = 25, MostSteps = 48;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Whether a run has a generator to walk with.</summary>
    public static bool CanWalk(string folder) =>
        File.Exists(Path.Combine(folder, GeneratorFile.Name))
        || Path.Combine(folder, CheckpointArchive.FolderName) is var checkpoints && Directory.Exists(checkpoints) && Directory.EnumerateDirectories(checkpoints).Any();

    /// <summary>An animated PNG of a walk there and back.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="walk">How many ways of how many steps.</param>
    /// <param name="seed">Where the noise starts; null for the run's own.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="BadInputException">There is no generator yet, or what it makes cannot be shown.</exception>
    /// <exception cref="ExchangeException">Its file cannot be used.</exception>
    /// <exception cref="CheckpointException">Its checkpoint cannot be used.</exception>
    public async Task<byte[]> Draw(string folder, LatentWalk walk, ulong? seed, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var trained = await Find(folder, stop);
            return await Task.Run(() => Draw(trained, walk, seed, stop), stop);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static byte[] Draw(TrainedGenerator trained, LatentWalk walk, ulong? seed, CancellationToken stop)
    {
        var pictures = new ItemPictures(trained.Recipe, trained.Item);
        if (pictures.AreImages)
            pictures.Require(SheetGrid.Square(walk.Pairs));
        else if (!pictures.ArePoints)
            throw new BadInputException($"items of {trained.Item} are neither pictures nor points: a walk of them cannot be shown");
        using var device = new CpuDevice(1);
        using var network = trained.Build(device, trained.BestWeights);
        var points = walk.Points(LatentNoise.ForSamples(trained.Recipe.Noise, seed ?? trained.Recipe.Run.Seed, 2 * walk.Pairs), LatentWalk.KindFor(trained.Recipe.Noise));
        if (trained.Classes > 0)
            points = points.Of(walk.Classes(way => (byte)(way % trained.Classes)));
        float[] values = new float[points.Count * trained.Item.Size];
        int done = 0;
        foreach (var items in GeneratedItems.Of(network, points, stop))
        {
            items.Values.CopyTo(values.AsMemory(done));
            done += items.Values.Length;
        }

        return ApngWriter.Encode(walk.Frames(new Batch(trained.Item, points.Count, values), pictures));
    }

    private async Task<TrainedGenerator> Find(string folder, CancellationToken stop)
    {
        string file = Path.Combine(folder, GeneratorFile.Name);
        var archive = new CheckpointArchive(stores.Open(Path.Combine(folder, CheckpointArchive.FolderName)));
        // A run that was resumed has left its former end behind.
        if (File.Exists(file) && File.Exists(Path.Combine(folder, GanActors.Runs.RunFiles.Summary)))
            return GeneratorFile.Read(file);
        if ((await archive.LatestAsync(stop)).Manifest is not { } manifest)
            throw new BadInputException("the run has no checkpoint yet: there is no generator to walk with");
        var recipe = RecipeReader.Read(manifest.Recipe).Recipe;
        var state = await archive.ReadNetworkAsync(manifest.Version, CheckpointArchive.Generator, stop);
        var dataset = await catalog.LoadAsync(recipe.Data, cancellation: stop);
        return new TrainedGenerator(
            recipe, manifest.Recipe, dataset.Item, manifest.Version.Iteration,
            [.. state.Tensors.Where(tensor => !tensor.Name.StartsWith(TrainedGenerator.OptimizerPrefix, StringComparison.Ordinal))],
            recipe.IsConditional ? dataset.Classes : 0);
    }
}
