using GanActors.Cells;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Extractors;
using GanActors.Evaluation.Features;
using GanActors.Evaluation.Mixtures;
using GanActors.Exchange;
using GanActors.Grains.Evaluations;

namespace GanActors.Grains.Cells;

/// <inheritdoc cref="IMixtureGrain"/>
internal sealed class MixtureGrain(DatasetCatalog catalog, EvaluationLane lane) : Grain, IMixtureGrain
{
    /// <summary>Where the noise of all generators that are looked at begins: the same for all, so that each needs to be looked at but once.</summary>
    private const ulong NoiseSeed = 0x6D697874;

    // Cells that do not wait for each other ask for generators of several epochs; more than these are not worth their memory.
    private const int MostKept = 512;

    private readonly Dictionary<(CellPlace Place, long Epoch), FeatureSet> _looked = [];
    private MixtureEvaluator? _evaluator;

    /// <inheritdoc/>
    public async Task<CellMixture> Search(MixtureOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var spec = order.Recipe.Data;
        var data = await catalog.LoadAsync(spec);
        var heldOut = await catalog.LoadHeldOutAsync(spec);
        return await lane.Run(device =>
        {
            _evaluator ??= MixtureEvaluator.Open(
                device, data, heldOut, new PixelRange(spec.Low, spec.High), new ExtractorLibrary(catalog.Directory.ExtractorFolders));
            var mixture = _evaluator.Mix([.. order.Generators.Select(generator => Look(device, order, generator))]);
            double[] weights = MixtureSearch.From(order.Spec, order.Weights.AsSpan(), weights => mixture.Kid(weights), order.Recipe.Run.Seed, order.Epoch);
            double[] even = [.. weights.Select(_ => 1.0 / weights.Length)], own = [.. weights.Select((_, index) => index == 0 ? 1.0 : 0.0)];
            return new CellMixture(
                order.Epoch, order.Generators[0].Place, [.. weights],
                mixture.Kid(weights), mixture.Kid(even), mixture.Kid(own), mixture.Fid(weights), mixture.Fid(own), mixture.Extractor);
        });
    }

    /// <inheritdoc/>
    public Task Release()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _evaluator?.Dispose();
        _evaluator = null;
        return Task.CompletedTask;
    }

    private FeatureSet Look(CpuDevice device, MixtureOrder order, CellSnapshot generator)
    {
        var key = (generator.Place, generator.Epoch);
        if (_looked.TryGetValue(key, out var known) && known.Count == order.Spec.Samples)
            return known;
        if (_looked.Count >= MostKept || _looked.Keys.Any(kept => kept.Epoch < generator.Epoch - 1))
            Forget(generator.Epoch);
        using var network = GeneratorOf(order.Recipe, order.Item, generator).Build(device, Networks.WeightsKind.Current);
        var noise = LatentNoise.ForSamples(order.Recipe.Noise, NoiseSeed, order.Spec.Samples);
        return _looked[key] = _evaluator!.Look(GeneratedItems.Of(network, noise), order.Spec.Samples);
    }

    private void Forget(long epoch)
    {
        foreach (var key in _looked.Keys.Where(kept => kept.Epoch < epoch - 1 || _looked.Count >= MostKept).ToArray())
            _looked.Remove(key);
    }

    /// <summary>The generator that a cell shows.</summary>
    internal static TrainedGenerator GeneratorOf(Recipes.Recipe recipe, Networks.Shape item, CellSnapshot cell) => TrainedGenerator.Of(
        recipe, string.Empty, item, cell.Generator.Steps, new GeneratorWeights(cell.Generator.Steps, cell.Generator.Tensors, Classes: 0));
}
