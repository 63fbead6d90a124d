using GanActors.Benchmarks;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Engines.Torch;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Torch.Benchmarks;

/// <summary>The duel through the engine's seam, as the grains drive it.</summary>
internal sealed class SeamLoop : IDisposable
{
    private const int Items = DuelInput.Items;

    private readonly TorchDevice _device = new(TorchPlace.Cpu);
    private readonly INetwork _generator, _discriminator;
    private readonly DuelInput _input;
    private readonly Batch _noise, _studied, _judged;
    private readonly Batch[] _reals;
    private readonly float[] _gradient = new float[2 * Items];
    private readonly LossSpec _loss = new();
    private ulong _draw;

    public SeamLoop(Work work)
    {
        _input = new DuelInput(work);
        _generator = _device.Create(work.Generator, Items, 1);
        _discriminator = _device.Create(work.Discriminator, Items, 1);
        _noise = new Batch(work.Generator.Input, Items, _input.Noise);
        _reals = [.. Enumerable.Range(0, DuelInput.Batches).Select(i => new Batch(work.Discriminator.Input, Items, _input.Reals(i)))];
        _studied = new Batch(new Shape(1), 2 * Items, _gradient);
        _judged = new Batch(new Shape(1), Items, _gradient.AsMemory(0, Items));
    }

    /// <summary>The last iteration's losses, added.</summary>
    public double Losses { get; private set; }

    public void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            _draw++;
            var real = _reals[_input.Next()];
            var fakes = _generator.ForwardTraining([_noise], _draw);
            var logits = _discriminator.ForwardTraining([real, fakes], _draw).Values.Span;
            Losses = GanLoss.Real(_loss, logits[..Items], _gradient.AsSpan(0, Items)) + GanLoss.Fake(_loss, logits[Items..], _gradient.AsSpan(Items));
            _discriminator.Backward(_studied, inputGradient: false);
            _discriminator.Step();

            logits = _discriminator.Forward([fakes], _draw, keepTape: true).Values.Span;
            Losses += GanLoss.Generator(_loss, logits, _gradient.AsSpan(0, Items));
            _generator.Backward(_discriminator.InputGradient(_judged), inputGradient: false);
            _generator.Step();
        }
    }

    public void Dispose()
    {
        _generator.Dispose();
        _discriminator.Dispose();
        _device.Dispose();
    }
}
