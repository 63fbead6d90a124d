using System.Text.Json;
using GanActors.Files;

namespace GanActors.Checkpoints;

/// <summary>
/// One process for a run's folder. The lock is the operating system's own, on a file that is held open: it ends with the process however that ends, and
/// no file left behind means anything. Who holds it stands in a file beside it, for the message to whoever comes second.
/// </summary>
public sealed class RunLock : IDisposable
{
    private const string LockName = "run.lock", OwnerName = "run.owner";
    private const int LongestOwner = 1 << 12;

    // What flock and Windows answer when somebody else has the lock: EAGAIN on Linux and on macOS; sharing and lock violation.
    private static readonly int[] Taken = OperatingSystem.IsWindows() ? [unchecked((int)0x80070020), unchecked((int)0x80070021)] : [11, 35];

    private readonly FileStream _file;
    private readonly string _owner;

    private RunLock(FileStream file, string owner) => (_file, _owner) = (file, owner);

    /// <summary>Takes the lock of a run's folder, which is made if it is not there.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="now">Since when, for the message to others.</param>
    /// <exception cref="RunLockedException">Another process has it, or this one already has.</exception>
    /// <exception cref="CheckpointException">The folder cannot be written.</exception>
    public static RunLock Acquire(string folder, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(Path.GetFullPath(folder), LockName), owner = Path.Combine(Path.GetFullPath(folder), OwnerName);
        FileStream? file = null;
        try
        {
            DurableFolder.Create(Path.GetFullPath(folder));
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WholeFile.Write(owner, JsonSerializer.SerializeToUtf8Bytes(RunOwner.Of(now)));
            return new RunLock(file, owner);
        }
        catch (IOException error) when (file is null && Taken.Contains(error.HResult))
        {
            throw new RunLockedException(folder, ReadOwner(owner), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new CheckpointException(path, $"the run cannot be locked: {error.Message}", cause: error);
        }
    }

    /// <summary>Whether somebody has the lock of a folder just now. Who asks does not take it.</summary>
    /// <param name="folder">The folder of a run; one that is not there is nobody's.</param>
    public static bool IsHeld(string folder)
    {
        string path = Path.Combine(folder, LockName);
        try
        {
            if (File.Exists(path))
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (IOException error)
        {
            return Taken.Contains(error.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Lets others have the folder.</summary>
    public void Dispose()
    {
        try
        {
            // Before the lock ends: afterwards it may be another's. The lock's own file stays, for it may be somebody's already.
            if (_file.CanRead)
                File.Delete(_owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It means nothing without the lock.
        }

        _file.Dispose();
    }

    private static RunOwner? ReadOwner(string path)
    {
        try
        {
            byte[] bytes = new byte[LongestOwner];
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<RunOwner>(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
