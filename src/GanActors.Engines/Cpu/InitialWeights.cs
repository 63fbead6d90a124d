using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Cpu;

/// <summary>How every parameter starts, in PyTorch's layout: a pure function of the run's seed, the player and the parameter's number.</summary>
public static class InitialWeights
{
    /// <summary>Fills one parameter.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="layer">The parameter's layer.</param>
    /// <param name="parameter">Its place among the layer's parameters: 0 is the weight, 1 the bias.</param>
    /// <param name="number">Its place among the network's parameters.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="values">As many as the parameter has, row-major.</param>
    public static void Fill(NetworkPlan plan, LayerPlan layer, int parameter, int number, ulong seed, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(layer);
        var purpose = plan.Role == NetworkRole.Generator ? StreamPurpose.GeneratorWeights : StreamPurpose.DiscriminatorWeights;
        var stream = new RandomStream(seed, purpose, (ushort)number, 0);
        var initializer = plan.Spec.Initializer;
        bool weight = parameter == 0;
        // PyTorch's embeddings; by any other rule they start as the weights of a dense layer on one-hot classes would.
        if (layer.Layer is ClassInput && initializer == Initializer.PyTorch)
        {
            stream.Normal(values);
            return;
        }

        if (layer.Layer is not (Dense or Conv2d or ConvTranspose2d or ClassInput))
        {
            if (!weight)
                values.Clear();
            else if (layer.Layer is BatchNorm && initializer == Initializer.Dcgan)
                Normal(stream, 1f, 0.02f, values);
            else
                values.Fill(1f);
            return;
        }

        // As PyTorch counts: the second dimension of the weight is what fans in, also for a transposed convolution.
        var shape = layer.Parameters[0].Shape;
        int window = shape.Rank == 4 ? shape[2] * shape[3] : 1;
        float fanIn = (float)shape[1] * window, fanOut = (float)shape[0] * window;
        if (layer.Layer is ClassInput)
            (fanIn, fanOut) = (fanOut, fanIn);
        switch (initializer)
        {
            case Initializer.PyTorch:
                Uniform(stream, 1f / MathF.Sqrt(fanIn), values);
                break;
            case var _ when !weight:
                values.Clear();
                break;
            case Initializer.Dcgan:
                Normal(stream, 0f, 0.02f, values);
                break;
            case Initializer.Glorot:
                Uniform(stream, MathF.Sqrt(6f / (fanIn + fanOut)), values);
                break;
            case Initializer.He:
                Normal(stream, 0f, MathF.Sqrt(2f / fanIn), values);
                break;
            case Initializer.LeCun:
                Normal(stream, 0f, MathF.Sqrt(1f / fanIn), values);
                break;
            default:
                throw new NotSupportedException($"No initialiser {initializer}.");
        }
    }

    private static void Uniform(RandomStream stream, float bound, Span<float> values)
    {
        stream.Uniform(values);
        for (int i = 0; i < values.Length; i++)
            values[i] = (2f * values[i] - 1f) * bound;
    }

    private static void Normal(RandomStream stream, float mean, float deviation, Span<float> values)
    {
        stream.Normal(values);
        for (int i = 0; i < values.Length; i++)
            values[i] = mean + deviation * values[i];
    }
}
