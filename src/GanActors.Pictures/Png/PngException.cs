using System.Globalization;

namespace GanActors.Pictures;

/// <summary>A file is no PNG file, cut short, damaged or too large. The message says at which byte, and what stands there.</summary>
public sealed class PngException : Exception
{
    /// <summary>A fault in a file.</summary>
    /// <param name="offset">Byte of the file, counted from 0, where the fault is.</param>
    /// <param name="field">What stands there.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="inner">What was caught.</param>
    public PngException(long offset, string field, string fault, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"byte {offset} ({field}): {fault}"), inner) => Offset = offset;

    /// <summary>Byte of the file, counted from 0, where the fault is.</summary>
    public long Offset { get; }
}
