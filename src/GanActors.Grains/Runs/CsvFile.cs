using System.Text;

namespace GanActors.Grains.Runs;

/// <summary>A file of comma-separated rows that a run appends to, and comes back to after a break.</summary>
internal static class CsvFile
{
    /// <summary>Begins a file, or goes on behind the first <paramref name="bytes"/> bytes of one; what follows them is cut off.</summary>
    /// <exception cref="IOException">It cannot be written, or is shorter.</exception>
    public static FileStream Open(string path, string header, long? bytes)
    {
        var file = new FileStream(path, bytes is null ? FileMode.Create : FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        try
        {
            if (bytes is not { } length)
            {
                file.Write(Encoding.ASCII.GetBytes(header + "\n"));
                return file;
            }

            if (file.Length < length)
                throw new IOException($"{path} has {file.Length} bytes, and had {length} at the checkpoint that the run goes on from; it was cut or replaced since.");
            file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Brings everything to the disk.</summary>
    /// <returns>Bytes written.</returns>
    public static long FlushToDisk(FileStream file)
    {
        file.Flush(flushToDisk: true);
        return file.Length;
    }
}
