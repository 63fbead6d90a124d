using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Threads;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Benchmarks;

/// <summary>
/// One training iteration as PyTorch's DCGAN example does it: the discriminator studies a real and a fake batch in one step, then the generator
/// learns from the same fakes through the frozen discriminator.
/// </summary>
internal sealed class GanStep : IDisposable
{
    private const int Batches = 16;

    private readonly CpuDevice _device;
    private readonly INetwork _generator;
    private readonly INetwork _discriminator;
    private readonly Batch[] _reals;
    private readonly Batch _noise;
    private readonly float[] _noiseValues;
    private readonly Batch _studied;
    private readonly float[] _studiedGradient;
    private readonly Batch _judged;
    private readonly float[] _judgedGradient;
    private readonly LossSpec _loss = new();
    private readonly int _batch;
    private readonly ulong _seed;
    private ulong _iteration;

    public GanStep(Work work, int threads, int batch = 64, ulong seed = 42)
    {
        _batch = batch;
        _seed = seed;
        _device = new CpuDevice(threads);
        _generator = _device.Create(work.Generator, batch, seed);
        _discriminator = _device.Create(work.Discriminator, batch, seed);
        _noiseValues = new float[batch * work.Generator.Input.Size];
        _noise = new Batch(work.Generator.Input, batch, _noiseValues);
        _studiedGradient = new float[2 * batch];
        _studied = new Batch(new Shape(1), 2 * batch, _studiedGradient);
        _judgedGradient = new float[batch];
        _judged = new Batch(new Shape(1), batch, _judgedGradient);
        _reals = new Batch[Batches];
        for (int i = 0; i < Batches; i++)
        {
            float[] values = new float[batch * work.Discriminator.Input.Size];
            new RandomStream(seed, StreamPurpose.Dataset, 0, (ulong)i).Uniform(values);
            for (int k = 0; k < values.Length; k++)
                values[k] = 2f * values[k] - 1f;
            _reals[i] = new Batch(work.Discriminator.Input, batch, values);
        }
    }

    /// <summary>The discriminator's last loss.</summary>
    public float DiscriminatorLoss { get; private set; }

    /// <summary>The generator's last loss.</summary>
    public float GeneratorLoss { get; private set; }

    /// <summary>Who works.</summary>
    public Crew Crew => _device.Crew;

    /// <summary>One iteration.</summary>
    /// <param name="watch">Told where the time goes, or null.</param>
    public void Run(SectionWatch? watch = null)
    {
        ulong draw = _iteration++;
        watch?.Begin();
        new RandomStream(_seed, StreamPurpose.Noise, 0, draw).Normal(_noiseValues);
        watch?.Lap("noise");
        var fakes = _generator.ForwardTraining([_noise], draw);
        watch?.Lap("generator forward");

        var logits = _discriminator.ForwardTraining([_reals[draw % Batches], fakes], draw).Values.Span;
        watch?.Lap("discriminator forward, real and fake");
        DiscriminatorLoss = GanLoss.Real(_loss, logits[.._batch], _studiedGradient.AsSpan(0, _batch))
            + GanLoss.Fake(_loss, logits[_batch..], _studiedGradient.AsSpan(_batch));
        watch?.Lap("losses");
        _discriminator.Backward(_studied, inputGradient: false);
        watch?.Lap("discriminator backward");
        _discriminator.Step();
        watch?.Lap("discriminator step");

        var verdict = _discriminator.Forward([fakes], draw, keepTape: true).Values.Span;
        watch?.Lap("discriminator forward, frozen");
        GeneratorLoss = GanLoss.Generator(_loss, verdict, _judgedGradient);
        watch?.Lap("generator loss");
        var feedback = _discriminator.InputGradient(_judged);
        watch?.Lap("discriminator input gradient");
        _generator.Backward(feedback, inputGradient: false);
        watch?.Lap("generator backward");
        _generator.Step();
        watch?.Lap("generator step");
    }

    public void Dispose()
    {
        _generator.Dispose();
        _discriminator.Dispose();
        _device.Dispose();
    }
}
