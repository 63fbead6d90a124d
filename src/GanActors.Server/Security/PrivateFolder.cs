namespace GanActors.Server.Security;

/// <summary>Folders that only their owner reads.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes one, or makes one that is there private.</summary>
    public static DirectoryInfo Create(string path)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path);
        var folder = Directory.CreateDirectory(path, Owner);
        File.SetUnixFileMode(path, Owner);
        return folder;
    }
}
