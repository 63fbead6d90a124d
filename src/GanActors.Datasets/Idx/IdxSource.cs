using System.Collections.Immutable;

namespace GanActors.Datasets;

/// <summary>A published pair of IDX files for each of a training and a test part, and everywhere they can be had.</summary>
internal sealed record IdxSource(
    string Name,
    string Title,
    int Side,
    ImmutableArray<string> ClassNames,
    IdxPart Training,
    IdxPart Test,
    ImmutableArray<Uri> Mirrors,
    ImmutableArray<string> InstalledFolders,
    string? InstallHint)
{
    public IEnumerable<IdxPublication> Files => [Training.Images, Training.Labels, Test.Images, Test.Labels];
}

/// <summary>Images and labels that belong together.</summary>
internal sealed record IdxPart(string What, int Count, IdxPublication Images, IdxPublication Labels);

/// <summary>One file as it was published.</summary>
/// <param name="Stem">Its name without <c>.gz</c>.</param>
/// <param name="DownloadBytes">Length of the gzip file, about: mirrors pack it differently.</param>
/// <param name="ContentBytes">Length of what is in it.</param>
/// <param name="Sha256">SHA-256 of what is in it, in lower-case hexadecimal digits.</param>
internal sealed record IdxPublication(string Stem, long DownloadBytes, long ContentBytes, string Sha256);

/// <summary>Where the two files of a part lie.</summary>
internal sealed record IdxPair(string Images, string Labels)
{
    public string Folder => Path.GetDirectoryName(Images)!;
}
