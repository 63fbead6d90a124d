using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// Where the numbers of an item lie: as the plan's shape says, or, between layers that work on images, channels last. An item that was an
/// image keeps its order when it is flattened; dense layers then permute their weights when these are loaded, and nothing at run time.
/// </summary>
/// <param name="Channels">Channels of the image; 1 if the order is the plan's.</param>
/// <param name="Pixels">Its pixels; 1 if the order is the plan's.</param>
internal readonly record struct PixelOrder(int Channels, int Pixels)
{
    /// <summary>The plan's order.</summary>
    public static PixelOrder Plain => new(1, 1);

    /// <summary>Channels last, which is the plan's order if there is but one channel or one pixel.</summary>
    public static PixelOrder ChannelsLast(Shape shape)
    {
        int channels = shape[0], pixels = shape.Size / channels;
        return channels == 1 || pixels == 1 ? Plain : new PixelOrder(channels, pixels);
    }

    /// <summary>Whether the order is the plan's.</summary>
    public bool IsPlain => Channels == 1;

    /// <summary>Where the number lies that the plan's order has at <paramref name="index"/>.</summary>
    public int Stored(int index) => IsPlain ? index : index % Pixels * Channels + index / Pixels;
}
