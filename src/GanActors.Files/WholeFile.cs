using System.Text;

namespace GanActors.Files;

/// <summary>Writes a file whole or not at all.</summary>
public static class WholeFile
{
    private const string UnfinishedEnd = ".part";
    private const int IdLength = 32;

    /// <summary>Writes bytes that are there already.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, byte[] bytes) => Write(path, file => file.Write(bytes));

    /// <summary>Writes a text as UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Writes under another name in the same folder, flushes to disk, renames over what was there, and flushes the folder. Missing folders are made.
    /// </summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="IOException">
    /// The file cannot be written; what was there before is still there, unless it is the last flush that failed.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' names no file.", nameof(path));
        DurableFolder.Create(folder);
        string unfinished = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}{UnfinishedEnd}");
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        catch
        {
            Discard(unfinished);
            throw;
        }

        DurableFolder.Flush(folder);
    }

    /// <summary>Tells a file that is being written, or was when its writer died.</summary>
    /// <param name="fileName">A file's name, without its folder.</param>
    /// <returns>What the file is called once it is whole; null if this is no unfinished one.</returns>
    public static string? Unfinished(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        // As Write makes it: a dot, the name, a dot, an id, the end.
        int name = fileName.Length - 1 - (1 + IdLength + UnfinishedEnd.Length);
        bool matches = name > 0 && fileName[0] == '.' && fileName[1 + name] == '.' && fileName.EndsWith(UnfinishedEnd, StringComparison.Ordinal)
            && Guid.TryParseExact(fileName.AsSpan(2 + name, IdLength), "N", out _);
        return matches ? fileName.Substring(1, name) : null;
    }

    // What broke off the write is what the caller has to hear of, whatever else goes wrong.
    private static void Discard(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
