using System.Diagnostics;
using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Duel.Benchmarks;

/// <summary>The recipe's training in one loop over the engine, with nothing around it: no grain, no turn, no figures but the losses.</summary>
internal sealed class PlainLoop : IDisposable
{
    private readonly Recipe _recipe;
    private readonly CpuDevice _device;
    private readonly Engines.INetwork _generator, _discriminator;
    private readonly RealBatches _batches;
    private readonly float[] _noise, _pixels, _gradient;
    private readonly Batch _noiseBatch, _real, _studied, _judged;
    private long _iteration;

    public PlainLoop(Recipe recipe, IDataset dataset, int threads)
    {
        _recipe = recipe;
        _device = new CpuDevice(threads);
        _generator = _device.Create(recipe.PlanGenerator(dataset.Item), recipe.Batch, recipe.Run.Seed);
        _discriminator = _device.Create(recipe.PlanDiscriminator(dataset.Item), recipe.Batch, recipe.Run.Seed);
        _batches = new RealBatches(dataset, recipe.Batch, recipe.Run.Seed);
        _noise = new float[recipe.Batch * recipe.Noise.Size];
        _pixels = new float[recipe.Batch * dataset.Item.Size];
        _gradient = new float[2 * recipe.Batch];
        _noiseBatch = new Batch(new Shape(recipe.Noise.Size), recipe.Batch, _noise);
        _real = new Batch(dataset.Item, recipe.Batch, _pixels);
        _studied = new Batch(new Shape(1), 2 * recipe.Batch, _gradient);
        _judged = new Batch(new Shape(1), recipe.Batch, _gradient.AsMemory(0, recipe.Batch));
    }

    /// <summary>Sum of the losses, so that they are not computed for nothing.</summary>
    public double Losses { get; private set; }

    /// <summary>Iterations per second over the next <paramref name="iterations"/>.</summary>
    public double Measure(int iterations)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < iterations; i++)
            Iterate(_iteration++);
        return iterations / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generator.Dispose();
        _discriminator.Dispose();
        _device.Dispose();
    }

    private void Iterate(long iteration)
    {
        int batch = _recipe.Batch;
        ulong draw = (ulong)iteration << 13;
        var fakes = _generator.Forward([Noise(draw)], draw, keepTape: false);
        _batches.Read(iteration, _pixels);
        var logits = _discriminator.ForwardTraining([_real, fakes], draw).Values.Span;
        Losses += GanLoss.Real(_recipe.Loss, logits[..batch], _gradient.AsSpan(0, batch));
        Losses += GanLoss.Fake(_recipe.Loss, logits[batch..], _gradient.AsSpan(batch));
        _discriminator.Backward(_studied, inputGradient: false);
        _discriminator.Step();

        draw |= 1 << 12;
        fakes = _generator.ForwardTraining([Noise(draw)], draw);
        logits = _discriminator.Forward([fakes], draw, keepTape: true).Values.Span;
        Losses += GanLoss.Generator(_recipe.Loss, logits, _gradient.AsSpan(0, batch));
        _generator.Backward(_discriminator.InputGradient(_judged), inputGradient: false);
        _generator.Step();
    }

    private Batch Noise(ulong draw)
    {
        new RandomStream(_recipe.Run.Seed, StreamPurpose.Noise, 0, draw).Normal(_noise);
        return _noiseBatch;
    }
}
