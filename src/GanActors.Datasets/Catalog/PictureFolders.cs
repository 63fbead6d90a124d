using System.Collections.Immutable;

namespace GanActors.Datasets;

/// <summary>Data sets that are folders of pictures in the data directory. Any such folder is one, called by its name; one of them is known.</summary>
internal static class PictureFolders
{
    /// <summary>The material of MATLAB's GAN example, and of many a tutorial since.</summary>
    private static readonly DatasetEntry Sunflowers = new(
        "sunflowers", "photographs of sunflowers", null, null, null,
        "the folder sunflowers of https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz, put into the data directory");

    /// <summary>Those that are known by name.</summary>
    public static ImmutableArray<DatasetEntry> Known => [Sunflowers];

    /// <summary>The entry of a folder of the data directory; null if there is none of this name.</summary>
    public static DatasetEntry? EntryOf(DataDirectory directory, string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && Directory.Exists(directory.FolderOf(name))
            ? new DatasetEntry(name, "pictures in a folder of the data directory", null, null, null, $"a folder of your own, {directory.FolderOf(name)}")
            : null;

    /// <summary>Says what lies in a folder, without opening any picture.</summary>
    public static DatasetFinding Find(DataDirectory directory, DatasetEntry entry)
    {
        string folder = directory.FolderOf(entry.Name);
        try
        {
            var listing = ImageListing.Of(folder);
            return new DatasetFinding(
                entry with { Count = listing.Files.Length, Classes = listing.Classes.Length }, DatasetAvailability.Installed, folder, false,
                $"{Wording.Amount(listing.Files.Length, "picture")} in {folder}");
        }
        catch (DatasetException fault)
        {
            return new DatasetFinding(entry, DatasetAvailability.Missing, null, false, $"{fault.Message.TrimEnd('.')}; get {entry.HowToGet}");
        }
    }
}
