using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>The optimisers as PyTorch's documentation writes them, in double precision.</summary>
internal sealed class ReferenceOptimizer(OptimizerSpec spec, int count)
{
    private readonly double[] _first = new double[count];
    private readonly double[] _second = new double[count];
    private int _step;

    public void Step(double[] weights, double[] gradients)
    {
        _step++;
        double rate = Decimal(spec.LearningRate), decay = Decimal(spec.WeightDecay), momentum = Decimal(spec.Momentum);
        double beta1 = Decimal(spec.Beta1), beta2 = Decimal(spec.Beta2), alpha = Decimal(spec.Alpha), epsilon = Decimal(spec.Epsilon);
        for (int i = 0; i < count; i++)
        {
            double gradient = gradients[i];
            if (spec.Kind == OptimizerKind.AdamW)
                weights[i] -= rate * decay * weights[i];
            else
                gradient += decay * weights[i];
            switch (spec.Kind)
            {
                case OptimizerKind.Adam or OptimizerKind.AdamW:
                    _first[i] = beta1 * _first[i] + (1 - beta1) * gradient;
                    _second[i] = beta2 * _second[i] + (1 - beta2) * gradient * gradient;
                    double root = Math.Sqrt(_second[i] / (1 - Math.Pow(beta2, _step)));
                    weights[i] -= rate * (_first[i] / (1 - Math.Pow(beta1, _step))) / (root + epsilon);
                    break;
                case OptimizerKind.RmsProp:
                    _second[i] = alpha * _second[i] + (1 - alpha) * gradient * gradient;
                    _first[i] = momentum * _first[i] + gradient / (Math.Sqrt(_second[i]) + epsilon);
                    weights[i] -= rate * _first[i];
                    break;
                default:
                    _first[i] = momentum * _first[i] + gradient;
                    weights[i] -= rate * (spec.Nesterov ? gradient + momentum * _first[i] : _first[i]);
                    break;
            }
        }
    }

    private static double Decimal(float value) => (double)(decimal)value;
}
