using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Gradients are clipped over all parameters together, weights after every step.</summary>
public abstract class ClippingConformance : OfEveryEngine
{
    private static readonly Shape Input = new(9);

    // More weights than one piece of work has.
    private static readonly Layer[] Layers = [new Dense(900), new Tanh(), new Dense(20), new LeakyRelu(0.2f), new Dense(1)];

    [Fact]
    public void A_norm_is_that_of_all_parameters_and_reported_before_clipping()
    {
        const float Largest = 0.125f;
        using var device = CreateDevice();
        double[] free = Moved(device, Layers, new OptimizerSpec(OptimizerKind.Sgd, 1f), out var report);
        double norm = Math.Sqrt(free.Sum(value => value * value));
        double[] clipped = Moved(device, Layers, new OptimizerSpec(OptimizerKind.Sgd, 1f, ClipNorm: Largest), out var clippedReport);
        double[] loose = Moved(device, Layers, new OptimizerSpec(OptimizerKind.Sgd, 1f, ClipNorm: 1.01f * (float)norm), out _);

        Assert.True(norm > 2 * Largest);
        Assert.Equal(norm, report.GradientNorm, 1e-5 * norm);
        Assert.Equal(report, clippedReport);
        double scale = Largest / (norm + 1e-6);
        for (int i = 0; i < free.Length; i++)
            Assert.Equal(scale * free[i], clipped[i], 2e-6);
        Assert.Equal(free, loose);
    }

    [Fact]
    public void Values_are_clipped_before_the_norm_looks()
    {
        const float Bound = 0.01f, Largest = 0.05f;
        using var device = CreateDevice();
        double[] free = Moved(device, Layers, new OptimizerSpec(OptimizerKind.Sgd, 1f), out _);
        double[] both = Moved(device, Layers, new OptimizerSpec(OptimizerKind.Sgd, 1f, ClipValue: Bound, ClipNorm: Largest), out _);

        double[] bounded = [.. free.Select(value => Math.Clamp(value, -Bound, Bound))];
        Assert.NotEqual(free, bounded);
        double scale = Math.Min(1, Largest / (Math.Sqrt(bounded.Sum(value => value * value)) + 1e-6));
        Assert.True(scale < 1);
        for (int i = 0; i < free.Length; i++)
            Assert.Equal(scale * bounded[i], both[i], 1e-6);
    }

    [Fact]
    public void Every_weight_is_within_the_clip_after_a_step()
    {
        const float Clip = 0.02f;
        using var device = CreateDevice();
        var plan = Networks.Plan(Input, Layers, new OptimizerSpec(OptimizerKind.RmsProp, 5e-5f), refine: spec => spec with { WeightClip = Clip });
        using var network = device.Create(plan, 8, 1);
        var before = network.Save();

        Gather(network);
        network.Step();

        foreach (var (start, end) in before.Tensors.Zip(network.Save().Tensors).Where(pair => !pair.First.Name.StartsWith("optimizer.", StringComparison.Ordinal)))
        {
            Assert.All(end.Values.ToArray(), weight => Assert.InRange(weight, -Clip, Clip));
            if (start.Values.ToArray().Any(weight => Math.Abs(weight) > 0.1f))
                Assert.Contains(Clip, end.Values.ToArray());
        }
    }

    // What a step of rate 1 takes from every weight.
    private static double[] Moved(IDevice device, Layer[] layers, OptimizerSpec optimizer, out StepReport report)
    {
        using var network = device.Create(Networks.Plan(Input, layers, optimizer), 8, 1);
        var before = network.Save();
        Gather(network);
        report = network.Step();
        return [.. before.Tensors.Zip(network.Save().Tensors).SelectMany(pair =>
            pair.First.Values.ToArray().Zip(pair.Second.Values.ToArray(), (start, end) => (double)start - end))];
    }

    private static void Gather(INetwork network)
    {
        network.ForwardTraining([Networks.Items(Input, 8, 1)], 0);
        network.Backward(Networks.Items(network.Plan.Output, 8, 2), inputGradient: false);
    }
}
