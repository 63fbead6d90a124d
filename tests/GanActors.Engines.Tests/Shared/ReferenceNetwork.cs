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
        double[]? weight = _tensors.GetValueOrDefault($"{plan.Index}.weight") ?? Normalised(plan);
        double[]? bias = _tensors.GetValueOrDefault($"{plan.Index}.bias");
        switch (plan.Layer)
        {
            case Dense:
                return Product(x, items, plan.Input.Size, plan.Output.Size, weight!, bias);
            case Conv2d conv:
                return Convolution(plan, x, items, conv.Kernel, conv.Stride, conv.Padding, weight!, bias);
            case ConvTranspose2d conv:
                return TransposedConvolution(plan, x, items, conv.Kernel, conv.Stride, conv.Padding, weight!, bias);
            case BatchNorm norm:
                return Normalised(plan, norm, x, items, weight, bias, training);
            case LayerNorm norm:
                return Standardised(x, items, [[.. Enumerable.Range(0, plan.Input.Size)]], norm.Epsilon, weight, bias, at => at);
            case InstanceNorm norm:
                int pixels = plan.Input.Size / plan.Input[0];
                int[][] channels = [.. Enumerable.Range(0, plan.Input[0]).Select(channel => Enumerable.Range(channel * pixels, pixels).ToArray())];
                return Standardised(x, items, channels, norm.Epsilon, weight, bias, at => at / pixels);
            case Upsample upsample:
                return Picked(plan, x, items, (row, column) => [(row / upsample.Scale, column / upsample.Scale)]);
            case AvgPool2d pool:
                return Picked(plan, x, items, (row, column) =>
                    [.. Enumerable.Range(0, pool.Kernel * pool.Kernel).Select(i => (row * pool.Stride + i / pool.Kernel, column * pool.Stride + i % pool.Kernel))]);
            case MinibatchStdDev deviation:
                return WithDeviation(plan, x, items, deviation.Group);
            case ClassInput:
                return WithClass(plan, x, items, weight);
            case Flatten or Reshape:
                return x;
            default:
                return [.. x.Select(value => Activation(plan.Layer, value))];
        }
    }

    // W / (u^T W v), W seen as a matrix of outputs and the rest.
    private double[]? Normalised(LayerPlan plan)
    {
        string name = $"{plan.Index}.parametrizations.weight.";
        if (!_tensors.TryGetValue(name + "original", out double[]? weight))
            return null;
        double[] u = _tensors[name + "0._u"], v = _tensors[name + "0._v"];
        var shape = plan.Parameters[0].Shape;
        bool transposed = plan.Layer is ConvTranspose2d;
        int window = shape.Rank == 4 ? shape[2] * shape[3] : 1;
        double sigma = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            int second = i / window % shape[1], first = i / window / shape[1];
            var (output, other) = transposed ? (second, first) : (first, second);
            sigma += u[output] * weight[i] * v[other * window + i % window];
        }

        return [.. weight.Select(value => value / sigma)];
    }

    private static double Activation(Layer layer, double x) => layer switch
    {
        Relu => Math.Max(x, 0),
        LeakyRelu leaky => x > 0 ? x : x * leaky.Slope,
        Elu elu => x > 0 ? x : elu.Alpha * (Math.Exp(x) - 1),
        Selu => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)),
        Tanh => Math.Tanh(x),
        Sigmoid => 1 / (1 + Math.Exp(-x)),
        Gelu => x * NormalDistribution(x),
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

    private static int Before(Padding padding, int size, int features, int kernel, int stride) =>
        padding.Same ? Math.Max(0, (features - 1) * stride + kernel - size) / 2 : padding.Amount;

    private static double[] Convolution(
        LayerPlan plan, double[] x, int items, int kernel, int stride, Padding padding, double[] weight, double[]? bias)
    {
        double[] y = new double[items * plan.Output.Size];
        Meet(plan.Input, plan.Output, items, kernel, stride, padding, bias, y, plan.Output, (image, features, channel, feature, tap) =>
            y[features] += x[image] * weight[(feature * plan.Input[0] + channel) * kernel * kernel + tap]);
        return y;
    }

    private static double[] TransposedConvolution(
        LayerPlan plan, double[] x, int items, int kernel, int stride, Padding padding, double[] weight, double[]? bias)
    {
        double[] y = new double[items * plan.Output.Size];
        Meet(plan.Output, plan.Input, items, kernel, stride, padding, bias, y, plan.Output, (image, features, channel, feature, tap) =>
            y[image] += x[features] * weight[(feature * plan.Output[0] + channel) * kernel * kernel + tap]);
        return y;
    }

    // Every meeting of an image's number and a feature's, with the tap between them.
    private static void Meet(
        Shape image, Shape features, int items, int kernel, int stride, Padding padding, double[]? bias, double[] y, Shape output, Action<int, int, int, int, int> meet)
    {
        int top = Before(padding, image[1], features[1], kernel, stride), left = Before(padding, image[2], features[2], kernel, stride);
        int pixels = output[1] * output[2];
        for (int i = 0; i < y.Length && bias != null; i++)
            y[i] = bias[i / pixels % output[0]];
        for (int item = 0; item < items; item++)
        {
            for (int feature = 0; feature < features[0]; feature++)
            {
                for (int row = 0; row < features[1]; row++)
                {
                    for (int column = 0; column < features[2]; column++)
                    {
                        int at = item * features.Size + (feature * features[1] + row) * features[2] + column;
                        for (int tap = 0; tap < kernel * kernel; tap++)
                        {
                            int imageRow = row * stride - top + tap / kernel, imageColumn = column * stride - left + tap % kernel;
                            if (imageRow < 0 || imageRow >= image[1] || imageColumn < 0 || imageColumn >= image[2])
                                continue;
                            for (int channel = 0; channel < image[0]; channel++)
                                meet(item * image.Size + (channel * image[1] + imageRow) * image[2] + imageColumn, at, channel, feature, tap);
                        }
                    }
                }
            }
        }
    }

    // Simpson's rule over the density: slow and plain.
    private static double NormalDistribution(double x)
    {
        const int Steps = 200;
        double Density(double at) => Math.Exp(-at * at / 2) / Math.Sqrt(2 * Math.PI);
        double step = x / Steps, sum = Density(0) + Density(x);
        for (int i = 1; i < Steps; i++)
            sum += (i % 2 == 0 ? 2 : 4) * Density(i * step);
        return 0.5 + sum * step / 3;
    }

    // Each set of places of each item to mean 0 and variance 1.
    private static double[] Standardised(
        double[] x, int items, int[][] sets, double epsilon, double[]? weight, double[]? bias, Func<int, int> parameter)
    {
        double[] y = new double[x.Length];
        int size = x.Length / items;
        for (int item = 0; item < items; item++)
        {
            foreach (int[] set in sets)
            {
                double mean = set.Average(at => x[item * size + at]);
                double variance = set.Average(at => Math.Pow(x[item * size + at] - mean, 2));
                foreach (int at in set)
                {
                    double value = (x[item * size + at] - mean) / Math.Sqrt(variance + epsilon);
                    y[item * size + at] = value * (weight?[parameter(at)] ?? 1) + (bias?[parameter(at)] ?? 0);
                }
            }
        }

        return y;
    }

    // Each pixel the mean of some pixels of the same channel.
    private static double[] Picked(LayerPlan plan, double[] x, int items, Func<int, int, (int Row, int Column)[]> sources)
    {
        double[] y = new double[items * plan.Output.Size];
        for (int i = 0; i < y.Length; i++)
        {
            int item = i / plan.Output.Size, at = i % plan.Output.Size;
            int column = at % plan.Output[2], row = at / plan.Output[2] % plan.Output[1], channel = at / plan.Output[2] / plan.Output[1];
            y[i] = sources(row, column).Average(source =>
                x[item * plan.Input.Size + (channel * plan.Input[1] + source.Row) * plan.Input[2] + source.Column]);
        }

        return y;
    }

    // Items have the classes of Networks.Items, by their place in their part.
    private static double[] WithClass(LayerPlan plan, double[] x, int items, double[]? embedding)
    {
        int size = plan.Input.Size, added = plan.Output.Size - size;
        var y = new List<double>();
        for (int item = 0; item < items; item++)
        {
            int given = Networks.ClassOf(item);
            y.AddRange(x.AsSpan(item * size, size));
            if (embedding != null)
                y.AddRange(embedding.AsSpan(given * added, added));
            else
                y.AddRange(Enumerable.Range(0, added).Select(i => i / (added / Networks.Classes) == given ? 1.0 : 0.0));
        }

        return [.. y];
    }

    private static double[] WithDeviation(LayerPlan plan, double[] x, int items, int group)
    {
        int size = plan.Input.Size, members = Math.Min(group, items);
        while (items % members != 0)
            members--;
        int groups = items / members;
        var y = new List<double>();
        for (int item = 0; item < items; item++)
        {
            int[] together = [.. Enumerable.Range(0, members).Select(member => member * groups + item % groups)];
            double deviation = Enumerable.Range(0, size).Average(at =>
            {
                double mean = together.Average(other => x[other * size + at]);
                return Math.Sqrt(together.Average(other => Math.Pow(x[other * size + at] - mean, 2)) + 1e-8);
            });
            y.AddRange(x.AsSpan(item * size, size));
            y.AddRange(Enumerable.Repeat(deviation, plan.Output.Size - size));
        }

        return [.. y];
    }
}
