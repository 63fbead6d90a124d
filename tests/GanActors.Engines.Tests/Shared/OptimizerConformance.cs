using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Every optimiser against its formulas in double precision, over several steps.</summary>
public abstract class OptimizerConformance : OfEveryEngine
{
    public static TheoryData<OptimizerSpec> Specs() =>
    [
        new OptimizerSpec(OptimizerKind.Adam, 0.01f, 0.5f, 0.99f),
        new OptimizerSpec(OptimizerKind.Adam, 0.01f, WeightDecay: 0.1f),
        new OptimizerSpec(OptimizerKind.AdamW, 0.01f, WeightDecay: 0.1f),
        new OptimizerSpec(OptimizerKind.RmsProp, 0.01f),
        new OptimizerSpec(OptimizerKind.RmsProp, 0.01f, Momentum: 0.9f, WeightDecay: 0.1f),
        new OptimizerSpec(OptimizerKind.Sgd, 0.01f, WeightDecay: 0.1f),
        new OptimizerSpec(OptimizerKind.Sgd, 0.01f, Momentum: 0.9f),
        new OptimizerSpec(OptimizerKind.Sgd, 0.01f, Momentum: 0.9f, Nesterov: true),
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Steps_follow_the_formulas(OptimizerSpec spec)
    {
        using var device = CreateDevice();
        var plan = Networks.Plan(new Shape(3), [new Dense(2, Bias: false)], spec);
        using var network = device.Create(plan, 4, 1);
        double[] weights = Weights(network);
        var reference = new ReferenceOptimizer(spec, weights.Length);

        for (int step = 1; step <= 5; step++)
        {
            var items = Networks.Items(plan.Input, 4, (ulong)step);
            var direction = Networks.Items(plan.Output, 4, (ulong)step + 10);
            network.ForwardTraining([items], 0);
            network.Backward(direction, inputGradient: false);
            double[] gradient = Gradient(items, direction);

            var report = network.Step();
            reference.Step(weights, gradient);

            Assert.Equal(step, report.Step);
            Assert.Equal(Math.Sqrt(gradient.Sum(value => value * value)), report.GradientNorm, 1e-5);
            foreach (var (expected, actual) in weights.Zip(Weights(network)))
                Assert.Equal(expected, actual, 2e-6);
        }
    }

    private static double[] Weights(INetwork network) =>
        [.. network.Save().Tensors.Single(tensor => tensor.Name == "0.weight").Values.ToArray().Select(value => (double)value)];

    private static double[] Gradient(Batch items, Batch direction)
    {
        int inputs = items.Item.Size, units = direction.Item.Size;
        double[] gradient = new double[units * inputs];
        for (int item = 0; item < items.Count; item++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                for (int i = 0; i < inputs; i++)
                    gradient[unit * inputs + i] += (double)direction.Values.Span[item * units + unit] * items.Values.Span[item * inputs + i];
            }
        }

        return gradient;
    }
}
