using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>
/// Every layer again, in double precision and the plainest loops: what the engines answer to. Parameters come by PyTorch's names.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly NetworkPlan _plan;
    private readonly Dictionary<string, double[]> _tensors;

    public ReferenceNetwork(NetworkPlan plan, NetworkState state)
    {
        _plan = plan;
        _tensors = state.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => tensor.Values.ToArray().Select(value => (double)value).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The tensors, to be changed at will.</summary>
    public IReadOnlyDictionary<string, double[]> Tensors => _tensors;

    /// <summary>Forward over parts that are normalised apart.</summary>
    public double[] Forward(IReadOnlyList<double[]> parts, bool training) =>
        parts.SelectMany(part => Part(part, training)).ToArray();

    private double[] Part(double[] values, bool training)
    {
        int items = values.Length / _plan.Input.Size;
        foreach (var layer in _plan.Layers)
            values = Layer(layer, values, items, training);
        return values;
    }

    private double[] Layer(LayerPlan plan, double[] x, int items, bool training)
    {
        double[]? weight = _tensors.GetValueOrDefault($"{plan.Index}.weight");
        double[]? bias = _tensors.GetValueOrDefault($"{plan.Index}.bias");
        switch (plan.Layer)
        {
            case Dense:
                return Product(x, items, plan.Input.Size, plan.Output.Size, weight!, bias);
            case BatchNorm norm:
                return Normalised(plan, norm, x, items, weight, bias, training);
            case Flatten or Reshape:
                return x;
            default:
                return [.. x.Select(value => Activation(plan.Layer, value))];
        }
    }

    private static double Activation(Layer layer, double x) => layer switch
    {
        Relu => Math.Max(x, 0),
        LeakyRelu leaky => x > 0 ? x : x * leaky.Slope,
        Elu elu => x > 0 ? x : elu.Alpha * (Math.Exp(x) - 1),
        Selu => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)),
        Tanh => Math.Tanh(x),
        Sigmoid => 1 / (1 + Math.Exp(-x)),
        Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        _ => throw new NotSupportedException(layer.GetType().Name),
    };

    private static double[] Product(double[] x, int items, int inputs, int units, double[] weight, double[]? bias)
    {
        double[] y = new double[items * units];
        for (int item = 0; item < items; item++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                double sum = bias?[unit] ?? 0;
                for (int i = 0; i < inputs; i++)
                    sum += x[item * inputs + i] * weight[unit * inputs + i];
                y[item * units + unit] = sum;
            }
        }

        return y;
    }

    private double[] Normalised(LayerPlan plan, BatchNorm norm, double[] x, int items, double[]? weight, double[]? bias, bool training)
    {
        int channels = plan.Input[0], positions = plan.Input.Size / channels;
        double[] y = new double[x.Length];
        for (int channel = 0; channel < channels; channel++)
        {
            int[] places = [.. from item in Enumerable.Range(0, items)
                               from position in Enumerable.Range(0, positions)
                               select (item * channels + channel) * positions + position];
            double mean = training ? places.Average(at => x[at]) : _tensors[$"{plan.Index}.running_mean"][channel];
            double variance = training
                ? places.Average(at => (x[at] - mean) * (x[at] - mean))
                : _tensors[$"{plan.Index}.running_var"][channel];
            foreach (int at in places)
                y[at] = (x[at] - mean) / Math.Sqrt(variance + norm.Epsilon) * (weight?[channel] ?? 1) + (bias?[channel] ?? 0);
        }

        return y;
    }
}
