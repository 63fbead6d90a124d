namespace GanActors.Datasets;

/// <summary>How far the loading of a data set is: a <see cref="DownloadProgress"/> or a <see cref="DecodeProgress"/>.</summary>
/// <param name="Dataset">Which data set.</param>
/// <param name="Done">What is done: bytes, or pictures.</param>
/// <param name="Total">What there is to do.</param>
public abstract record LoadProgress(string Dataset, long Done, long Total);

/// <summary>How far a download is, in bytes of all files together.</summary>
/// <param name="Dataset">Which data set.</param>
/// <param name="File">The file that is on its way.</param>
/// <param name="Host">The mirror it comes from.</param>
/// <param name="Done">Bytes that have arrived.</param>
/// <param name="Total">Bytes that are expected.</param>
public sealed record DownloadProgress(string Dataset, string File, string Host, long Done, long Total) : LoadProgress(Dataset, Done, Total);

/// <summary>How far the decoding of a folder is, in pictures.</summary>
/// <param name="Dataset">Which data set.</param>
/// <param name="Folder">Where the pictures lie.</param>
/// <param name="Done">Pictures decoded.</param>
/// <param name="Total">Pictures there are.</param>
public sealed record DecodeProgress(string Dataset, string Folder, long Done, long Total) : LoadProgress(Dataset, Done, Total);
