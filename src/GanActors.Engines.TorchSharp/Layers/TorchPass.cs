using GanActors.Networks;
using GanActors.Randomness;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>One way through the network: what every layer needs to know about the batch.</summary>
/// <param name="Mode">How the batch is treated.</param>
/// <param name="Starts">The first item of each part; after the last part's, the number of items.</param>
/// <param name="Draw">Draw number of everything random.</param>
/// <param name="Classes">The class of each item, int64; of a network that asks for them only.</param>
/// <param name="Device">Where it happens.</param>
internal sealed record TorchPass(PassMode Mode, int[] Starts, ulong Draw, Tensor? Classes, TorchDevice Device) : IDisposable
{
    /// <summary>Items of all parts.</summary>
    public int Items => Starts[^1];

    /// <summary>How many parts are normalised apart.</summary>
    public int Parts => Starts.Length - 1;

    /// <summary>The pass of some parts.</summary>
    public static TorchPass Of(NetworkPlan plan, PassMode mode, ReadOnlySpan<Batch> parts, ulong draw, TorchDevice device)
    {
        int[] starts = new int[parts.Length + 1];
        for (int i = 0; i < parts.Length; i++)
            starts[i + 1] = starts[i] + parts[i].Count;
        return new TorchPass(mode, starts, draw, plan.Classes > 0 ? ClassesOf(parts, starts[^1], device) : null, device);
    }

    /// <summary>What a layer makes of each part by itself, put together.</summary>
    public Tensor EachPart(Tensor x, Func<Tensor, Tensor> layer)
    {
        if (Parts == 1)
            return layer(x);
        var parts = new Tensor[Parts];
        for (int part = 0; part < parts.Length; part++)
            parts[part] = layer(x.narrow(0, Starts[part], Starts[part + 1] - Starts[part]));
        return TorchSharp.torch.cat(parts);
    }

    /// <inheritdoc/>
    public void Dispose() => Classes?.Dispose();

    private static Tensor ClassesOf(ReadOnlySpan<Batch> parts, int items, TorchDevice device)
    {
        long[] classes = new long[items];
        int at = 0;
        foreach (var part in parts)
        {
            foreach (byte given in part.Classes.Span)
                classes[at++] = given;
        }

        return TorchSharp.torch.tensor(classes, device: device.Device).DetachFromDisposeScope();
    }
}

/// <summary>Which random numbers a layer's masks are.</summary>
/// <param name="Seed">The run's.</param>
/// <param name="Purpose">The player's dropout.</param>
internal readonly record struct MaskSource(ulong Seed, StreamPurpose Purpose);
