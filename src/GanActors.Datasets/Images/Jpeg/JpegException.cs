namespace GanActors.Datasets;

/// <summary>A file is no JPEG file, cut short, damaged or too large.</summary>
internal sealed class JpegException(string message) : Exception(message);
