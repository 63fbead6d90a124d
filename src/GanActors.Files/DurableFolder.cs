using System.ComponentModel;
using System.Runtime.InteropServices;

namespace GanActors.Files;

/// <summary>
/// What a folder lists survives a loss of power only once the folder itself is flushed: a file that was renamed or deleted may otherwise come back
/// under its former name, whatever was flushed of the file. Windows keeps such a journal by itself.
/// </summary>
public static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder, its missing parents too, so that it is still there after a loss of power.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">A parent may not be written.</exception>
    public static void Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Path.GetFullPath(path);
        if (Directory.Exists(folder))
            return;
        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null)
            Create(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null)
            Flush(parent);
    }

    /// <summary>Returns when names that were added, changed or removed in a folder are on disk.</summary>
    /// <exception cref="IOException">They may not be.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        int folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            // A folder may be written and not read; then there is no way to flush it.
            if (Marshal.GetLastPInvokeError() is Errno.NotPermitted or Errno.NoAccess)
                return;
            throw Error(path);
        }

        try
        {
            while (FlushHandle(folder) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == Errno.Interrupted)
                    continue;
                // File systems that keep folders elsewhere than on a disk of ours know no flush of them.
                if (error is Errno.Invalid or Errno.NotSupportedOnLinux or Errno.NotSupportedOnMac)
                    return;
                throw Error(path);
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static IOException Error(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"The folder '{path}' cannot be flushed to disk: {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushHandle(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    // Of errno.h, the same numbers on Linux and macOS where the name does not say otherwise.
    private static class Errno
    {
        public const int NotPermitted = 1, Interrupted = 4, NoAccess = 13, Invalid = 22, NotSupportedOnMac = 45, NotSupportedOnLinux = 95;
    }
}
