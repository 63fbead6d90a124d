using System.Buffers;
using System.Text.Json;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// A run's history, <c>events.jsonl</c>: what befell it, one JSON object a line with the time, over all its incarnations. Rows of figures and
/// sheets are not in it; they have files of their own. Nothing is ever taken out of it again.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private const int MostUnwritten = 1 << 20;

    private readonly FileStream _file;
    private readonly TimeProvider _clock;
    private readonly ArrayBufferWriter<byte> _lines = new(512);

    /// <summary>Opens the history of the run in a folder, or begins it.</summary>
    public RunLog(string path, TimeProvider clock)
    {
        _clock = clock;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _file.Seek(0, SeekOrigin.End);
        EndTornLine();
    }

    /// <summary>Adds an event that belongs into the history; others are left out.</summary>
    /// <param name="incarnation">The incarnation it happened in.</param>
    /// <param name="happening">The event.</param>
    public void Add(int incarnation, RunEvent happening)
    {
        if (happening is MetricsEvent or SheetEvent)
            return;
        using (var json = new Utf8JsonWriter(_lines))
        {
            json.WriteStartObject();
            json.WriteString("time", _clock.GetUtcNow());
            json.WriteNumber("incarnation", incarnation);
            json.WriteString("event", RunEventJson.Kind(happening));
            RunEventJson.Write(json, happening);
            json.WriteEndObject();
        }

        _lines.Write("\n"u8);
        try
        {
            _file.Write(_lines.WrittenSpan);
            _file.Flush();
            _lines.Clear();
        }
        catch (IOException) when (_lines.WrittenCount < MostUnwritten)
        {
            // A full disk ends no run; what could not be written comes with the next event.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // A process that died in the middle of a line leaves it without its end.
    private void EndTornLine()
    {
        if (_file.Length == 0)
            return;
        _file.Seek(-1, SeekOrigin.End);
        if (_file.ReadByte() != '\n')
            _file.WriteByte((byte)'\n');
    }
}
