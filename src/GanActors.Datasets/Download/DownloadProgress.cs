namespace GanActors.Datasets;

/// <summary>How far a download is.</summary>
/// <param name="Dataset">Which data set.</param>
/// <param name="File">The file that is on its way.</param>
/// <param name="Host">The mirror it comes from.</param>
/// <param name="Done">Bytes that have arrived, of all files together.</param>
/// <param name="Total">Bytes that are expected, of all files together.</param>
public readonly record struct DownloadProgress(string Dataset, string File, string Host, long Done, long Total);
