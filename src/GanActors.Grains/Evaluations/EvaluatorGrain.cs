using GanActors.Datasets;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Evaluation;
using GanActors.Evaluation.Extractors;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Evaluations;

/// <inheritdoc cref="IEvaluatorGrain"/>
internal sealed class EvaluatorGrain(DatasetCatalog catalog, EvaluationLane lane) : Grain, IEvaluatorGrain
{
    private GeneratorEvaluator? _evaluator;

    /// <inheritdoc/>
    public async Task<string?> Foresee(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (_evaluator is not null)
            return null;
        var data = await catalog.LoadAsync(recipe.Data);
        return await lane.Run(device => new ExtractorLibrary(catalog.Directory.ExtractorFolders).Untrained(device, data)) is { } name
            ? $"training the classifier of {name}, once on this machine: figures rest on its features"
            : null;
    }

    /// <inheritdoc/>
    public async Task<EvaluationReport> Evaluate(EvaluationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var spec = order.Recipe.Data;
        var data = await catalog.LoadAsync(spec);
        var heldOut = await catalog.LoadHeldOutAsync(spec);
        int samples = order.Recipe.Evaluate?.Samples ?? EvaluateSpec.UsualSamples;
        return await lane.Run(device =>
        {
            _evaluator ??= GeneratorEvaluator.Open(
                device, data, heldOut, new PixelRange(spec.Low, spec.High), new ExtractorLibrary(catalog.Directory.ExtractorFolders));
            using var generator = Build(device, order);
            return _evaluator.Evaluate(GeneratedItems.Of(generator, Noise(order, samples)), samples);
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

    private static INetwork Build(CpuDevice device, EvaluationOrder order) => TrainedGenerator
        .Of(order.Recipe, recipeYaml: string.Empty, order.Item, order.Iteration, order.Generator).Build(device, order.Recipe.Samples.Weights);

    // The noise of the run's sheets and on: `evaluate` draws the same from the generator's file.
    private static Batch Noise(EvaluationOrder order, int samples)
    {
        var noise = LatentNoise.ForSamples(order.Recipe.Noise, order.Recipe.Run.Seed, samples);
        int classes = order.Generator.Classes;
        return classes == 0 ? noise : noise.Of(Enumerable.Range(0, samples).Select(item => (byte)(item % classes)).ToArray());
    }
}
