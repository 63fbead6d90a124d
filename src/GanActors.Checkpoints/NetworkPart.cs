using System.Collections.Immutable;
using System.Globalization;
using GanActors.Engines;
using GanActors.Exchange;

namespace GanActors.Checkpoints;

/// <summary>A network's whole state as safetensors: its tensors under the names PyTorch gives them, and its counter of steps in the metadata.</summary>
internal static class NetworkPart
{
    private const string FormatKey = "format", Format = "pt", StepsKey = "steps";

    /// <summary>Equal states are equal bytes.</summary>
    public static void Write(Stream stream, NetworkState state) => SafetensorsWriter.Write(stream, new TensorFile(
        state.Tensors,
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(FormatKey, Format)
            .Add(StepsKey, state.Steps.ToString(CultureInfo.InvariantCulture))));

    /// <exception cref="FormatException">It is no network's state; the message says why.</exception>
    public static NetworkState Read(Stream stream)
    {
        var file = SafetensorsReader.Read(stream);
        if (!file.Metadata.TryGetValue(StepsKey, out string? text)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long steps))
            throw new FormatException($"has no whole number from 0 as {StepsKey} in its metadata; it is no network of a checkpoint");
        return new NetworkState(file.Tensors, steps);
    }
}
