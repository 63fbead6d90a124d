using System.Runtime.InteropServices;

namespace Orleans.Storage;

/// <summary>
/// Writes a file so that, whatever happens in between, afterwards there is either the old one or the new one, whole:
/// into a temporary file beside it, that flushed to disk, renamed, and the rename flushed to disk.
/// </summary>
internal static class AtomicFile
{
    /// <summary>What the temporary file's name ends with; whoever finds one may delete it.</summary>
    public const string TemporarySuffix = ".tmp";

    public static void Write(string path, ReadOnlySpan<byte> content, Action<string>? beforeRename = null)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        var temporary = path + TemporarySuffix;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }

        beforeRename?.Invoke(temporary);
        File.Move(temporary, path, overwrite: true);
        FlushDirectory(directory);
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    // .NET opens no directories, and Windows needs none of this.
    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Posix.Open(directory, 0);
        if (handle < 0) throw new IOException($"{directory} could not be opened to flush it to disk: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (Posix.FSync(handle) != 0) throw new IOException($"{directory} could not be flushed to disk: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Posix.Close(handle);
        }
    }

    private static class Posix
    {
#pragma warning disable SYSLIB1054 // A generated import would need unsafe code in the whole project.
#pragma warning disable CA2101 // Paths are UTF-8 there.
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int FSync(int handle);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int handle);
#pragma warning restore CA2101
#pragma warning restore SYSLIB1054
    }
}
