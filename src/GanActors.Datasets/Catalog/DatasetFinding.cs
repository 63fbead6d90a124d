namespace GanActors.Datasets;

/// <summary>What a look at this machine, without reading any file, says about a data set.</summary>
/// <param name="Entry">Which data set.</param>
/// <param name="Availability">How much of it is at hand.</param>
/// <param name="Folder">Where it lies, if it does.</param>
/// <param name="Downloadable">Whether a download may help: it has mirrors, and downloads are allowed. Whether there is a network, only a try tells.</param>
/// <param name="Detail">All that in a sentence: where it was found, or why not and how to get it.</param>
public sealed record DatasetFinding(DatasetEntry Entry, DatasetAvailability Availability, string? Folder, bool Downloadable, string Detail);
