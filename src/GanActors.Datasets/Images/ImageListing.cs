using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GanActors.Recipes;

namespace GanActors.Datasets;

/// <summary>
/// The picture files of a folder and its sub-folders, in the same order on every machine: by class, then by path, both compared by character
/// codes. A class is a sub-folder. Hidden files and links to folders are passed over.
/// </summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">Its pictures; at least one.</param>
/// <param name="Classes">Names of the sub-folders that hold pictures; empty where they cannot be classes.</param>
/// <param name="WhyNoClasses">Why the sub-folders are no classes; null where there are none, or they are.</param>
internal sealed record ImageListing(string Folder, ImmutableArray<ListedImage> Files, ImmutableArray<string> Classes, string? WhyNoClasses)
{
    /// <summary>Labels are bytes.</summary>
    private const int MostClasses = 256;
    private const int DeepestFolder = 16;

    /// <summary>Looks through a folder.</summary>
    /// <exception cref="DatasetException">There is no such folder, it cannot be read, or it holds no pictures.</exception>
    public static ImageListing Of(string folder)
    {
        List<(string Path, FileInfo File)> found;
        try
        {
            if (!Directory.Exists(folder))
            {
                throw new DatasetException(
                    File.Exists(folder) ? $"{folder} is a file; name the folder that the pictures lie in." : $"There is no folder {folder}.");
            }

            found = [.. Pictures(new DirectoryInfo(folder), string.Empty, 0)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{folder}: cannot be read: {fault.Message}", fault);
        }

        if (found.Count == 0)
            throw new DatasetException($"{folder} holds no pictures: no file in it or its sub-folders ends in .jpg, .jpeg or .png.");
        var outside = found.FirstOrDefault(each => !each.Path.Contains('/', StringComparison.Ordinal)).File;
        var classes = found.Select(each => ClassOf(each.Path)).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        string? why = classes.IsEmpty ? null
            : outside is not null ? $"without classes, for {ForeignText.Plain(outside.Name)} lies in none of the {Wording.Amount(classes.Length, "sub-folder")}"
            : classes.Length > MostClasses ? $"without classes, for {Wording.Number(classes.Length)} sub-folders are more than {MostClasses}"
            : null;
        if (why is not null)
            classes = [];
        var labels = classes.Select((name, label) => (name, label)).ToDictionary(each => each.name, each => (byte)each.label, StringComparer.Ordinal);
        return new ImageListing(
            folder,
            [
                .. found
                    .Select(each => new ListedImage(
                        each.Path, labels.GetValueOrDefault(ClassOf(each.Path)), each.File.Length, each.File.LastWriteTimeUtc.Ticks))
                    .OrderBy(image => image.Label)
                    .ThenBy(image => image.Path, StringComparer.Ordinal),
            ],
            classes,
            why);
    }

    /// <summary>What decides the decoded items: the files as they are, and what is made of them.</summary>
    public byte[] Digest(ImageSpec wanted, int most)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{wanted} {most} {string.Join('/', Classes)}\n"));
        foreach (var image in Files)
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{image.Path}\0{image.Length}\0{image.Modified}\n")));
        return hash.GetHashAndReset();
    }

    private static string ClassOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? path[..end] : string.Empty;

    private static IEnumerable<(string Path, FileInfo File)> Pictures(DirectoryInfo folder, string prefix, int depth)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden))
                continue;
            if (entry is FileInfo file)
            {
                if (ImageFile.Names(file.Name))
                    yield return (prefix + file.Name, file);
            }
            else if (entry is DirectoryInfo deeper && depth < DeepestFolder && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                foreach (var picture in Pictures(deeper, $"{prefix}{deeper.Name}/", depth + 1))
                    yield return picture;
            }
        }
    }
}

/// <summary>One picture file.</summary>
/// <param name="Path">From the folder on, with <c>/</c> between folders.</param>
/// <param name="Label">Its class.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When it was last written, in ticks.</param>
internal readonly record struct ListedImage(string Path, byte Label, long Length, long Modified);
