using System.Diagnostics;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Benchmarks;

/// <summary>
/// What penalties and spectral normalisation add to a discriminator's step on a real and a fake batch of 64. All kinds of steps take turns, so that
/// whatever else the machine does slows them alike; the fastest of each counts.
/// </summary>
internal sealed class PenaltyCost : IDisposable
{
    private const int Items = 64;

    private readonly CpuDevice _device;
    private readonly INetwork _plain;
    private readonly INetwork _normalised;
    private readonly Batch[] _parts;
    private readonly Batch[] _points;
    private readonly Batch _gradient;
    private readonly Batch _ones;
    private readonly float[] _directions;
    private readonly Batch _direction;

    private PenaltyCost(string critic, int threads)
    {
        var image = new Shape(1, 28, 28);
        _device = new CpuDevice(threads);
        _plain = Create(critic, image, normalise: false);
        _normalised = Create(critic, image, normalise: true);
        _parts = [Random(image, Items, 1), Random(image, Items, 2)];
        _points = [Random(image, Items, 3)];
        _gradient = Random(new Shape(1), 2 * Items, 4);
        _ones = new Batch(new Shape(1), Items, Enumerable.Repeat(1f, Items).ToArray());
        _directions = new float[Items * image.Size];
        _direction = new Batch(image, Items, _directions);
    }

    /// <summary>Milliseconds of a plain step, and of one with R1 at the real items, with WGAN-GP, with every weight but the last normalised.</summary>
    public static (double Plain, double R1, double WganGp, double Spectral) Measure(string critic, int threads, int rounds)
    {
        using var cost = new PenaltyCost(critic, threads);
        double plain = double.MaxValue, r1 = plain, wganGp = plain, spectral = plain;
        for (int round = 0; round < rounds + 3; round++)
        {
            bool warm = round >= 3;
            plain = Least(plain, warm, () => cost.Step(cost._plain, null));
            r1 = Least(r1, warm, () => cost.Step(cost._plain, PenaltyKind.R1));
            wganGp = Least(wganGp, warm, () => cost.Step(cost._plain, PenaltyKind.WganGp));
            spectral = Least(spectral, warm, () => cost.Step(cost._normalised, null));
        }

        return (plain, r1, wganGp, spectral);
    }

    public void Dispose() => _device.Dispose();

    private static double Least(double least, bool counts, Action step)
    {
        long began = Stopwatch.GetTimestamp();
        step();
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return counts ? Math.Min(least, milliseconds) : least;
    }

    private void Step(INetwork network, PenaltyKind? penalty)
    {
        network.ForwardTraining(_parts, 0);
        network.Backward(_gradient, inputGradient: false);
        if (penalty is { } kind)
        {
            network.ForwardTraining(_points, 0);
            GradientPenalty.Of(new PenaltySpec(kind), network.InputGradient(_ones), _directions);
            network.BackwardInputGradient(_ones, _direction);
        }

        network.Step();
    }

    private INetwork Create(string critic, Shape image, bool normalise)
    {
        Layer[] layers = critic switch
        {
            "mlp" => [new Flatten(), new Dense(128, SpectralNorm: normalise), new LeakyRelu(0.2f), new Dense(1)],
            "dcgan" =>
            [
                new Conv2d(64, 4, 2, Padding.Of(1), SpectralNorm: normalise), new LeakyRelu(0.2f), new Conv2d(128, 4, 2, Padding.Of(1), SpectralNorm: normalise),
                new LeakyRelu(0.2f), new Flatten(), new Dense(1),
            ],
            "layer-norm" =>
            [
                new Conv2d(64, 4, 2, Padding.Of(1), SpectralNorm: normalise), new LeakyRelu(0.2f), new Conv2d(128, 4, 2, Padding.Of(1), SpectralNorm: normalise),
                new LayerNorm(), new LeakyRelu(0.2f), new Flatten(), new Dense(1),
            ],
            _ => throw new ArgumentException($"No critic '{critic}': mlp, dcgan or layer-norm.", nameof(critic)),
        };
        var spec = new NetworkSpec([.. layers], new OptimizerSpec(LearningRate: 1e-6f));
        return _device.Create(NetworkPlan.Infer(NetworkRole.Discriminator, spec, image, new Shape(1)), Items, 1);
    }

    private static Batch Random(Shape item, int count, ulong seed)
    {
        float[] values = new float[item.Size * count];
        new Randomness.RandomStream(seed, Randomness.StreamPurpose.Dataset, 0, 0).Normal(values);
        return new Batch(item, count, values);
    }
}
