using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GanActors.Files;
using GanActors.Sweeps;

namespace GanActors.Grains.Sweeps;

/// <summary>
/// A sweep's <c>journal.jsonl</c>. A line is on the disk before what it says is acted on; a line that a crash cut off says nothing, and is taken out.
/// </summary>
internal sealed class SweepJournal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly FileStream _file;

    private SweepJournal(FileStream file) => _file = file;

    /// <summary>Opens the journal of a folder, or begins it.</summary>
    /// <returns>The journal, and the lines it has so far.</returns>
    /// <exception cref="SweepException">A line in it is none.</exception>
    public static (SweepJournal Journal, IReadOnlyList<JournalLine> Lines) Open(string folder)
    {
        string path = Path.Combine(folder, SweepFiles.Journal);
        bool isNew = !File.Exists(path);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            if (isNew)
                DurableFolder.Flush(folder);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            file.SetLength(whole);
            file.Seek(0, SeekOrigin.End);
            return (new SweepJournal(file), Read(bytes.AsSpan(0, whole), path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The lines of a journal that somebody else may be writing; a last line that is not whole is left out.</summary>
    /// <exception cref="SweepException">A line in it is none.</exception>
    public static IReadOnlyList<JournalLine> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Read(bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1), path);
    }

    /// <summary>Adds a line; when it returns, the line survives a loss of power.</summary>
    public void Add(JournalLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, Json), (byte)'\n'];
        _file.Write(bytes);
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static List<JournalLine> Read(ReadOnlySpan<byte> bytes, string path)
    {
        var lines = new List<JournalLine>();
        foreach (var range in bytes.TrimEnd((byte)'\n').Split((byte)'\n'))
        {
            if (bytes.IsEmpty)
                break;
            try
            {
                lines.Add(JsonSerializer.Deserialize<JournalLine>(bytes[range], Json) ?? throw new JsonException("is null"));
            }
            catch (Exception fault) when (fault is JsonException or NotSupportedException)
            {
                throw new SweepException($"{path}:{lines.Count + 1}: is no line of a sweep's journal: {Encoding.UTF8.GetString(bytes[range][..Math.Min(80, bytes[range].Length)])}", fault);
            }
        }

        return lines;
    }
}
