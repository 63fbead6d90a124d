using System.Globalization;

namespace GanActors.Datasets;

/// <summary>
/// A data set cannot be had, or is not what it should be. The message stands alone: it names the file, the byte or field, and what would
/// be right.
/// </summary>
public sealed class DatasetException : Exception
{
    /// <summary>A fault that has no file.</summary>
    public DatasetException(string message, Exception? inner = null)
        : base(ForeignText.Plain(message), inner)
    {
    }

    /// <summary>A fault in a file.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="offset">Byte, counted from 0 in the uncompressed content, where the fault is.</param>
    /// <param name="field">What stands at that byte.</param>
    /// <param name="fault">What is wrong and what would be right.</param>
    /// <param name="inner">What was caught.</param>
    public DatasetException(string file, long offset, string field, string fault, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Plain(file)}: byte {offset} ({field}): {ForeignText.Plain(fault)}"), inner)
    {
        File = file;
        Offset = offset;
        Field = field;
    }

    /// <summary>Path of the faulty file, if there is one.</summary>
    public string? File { get; }

    /// <summary>Where in the file's uncompressed content, counted from 0.</summary>
    public long? Offset { get; }

    /// <summary>What stands there.</summary>
    public string? Field { get; }
}
