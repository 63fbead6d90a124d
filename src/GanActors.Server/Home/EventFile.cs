using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GanActors.Client;

namespace GanActors.Server.Home;

/// <summary>
/// Reads a run's history, <c>events.jsonl</c>, as it grows: each look takes only what is new. An event's number is its line's.
/// </summary>
/// <param name="path">The file; it need not be there yet.</param>
internal sealed class EventFile(string path)
{
    private const int LongestLine = 1 << 20, MostAtOnce = 1 << 24;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    private readonly List<string> _raised = [];
    private long _at, _number;

    /// <summary>The alarms that are raised after what has been read.</summary>
    public IReadOnlyList<string> Raised => [.. _raised];

    /// <summary>The time of the first event that has been read.</summary>
    public DateTimeOffset? Begun { get; private set; }

    /// <summary>The incarnation of the last event that has been read; 0 before the first.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Begins not at the beginning, but so many bytes before the end, at a line's beginning; numbers then count from there.</summary>
    public EventFile FromTail(long bytes)
    {
        if (new FileInfo(path) is { Exists: true } file && file.Length > bytes)
        {
            _at = file.Length - bytes;
            _ = SkipLine();
        }

        return this;
    }

    /// <summary>What has been added since the last look, oldest first.</summary>
    public IReadOnlyList<RunEventRow> Read()
    {
        var rows = new List<RunEventRow>();
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == _at)
            return rows;
        if (file.Length < _at)
        {
            (_at, _number) = (0, 0);
            _raised.Clear();
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        stream.Position = _at;
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(MostAtOnce, file.Length - _at));
        try
        {
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var left = bytes.AsSpan(0, count);
            for (int end; (end = left.IndexOf((byte)'\n')) >= 0; left = left[(end + 1)..], _at += end + 1)
            {
                _number++;
                if (Row(_number, left[..end]) is { } row)
                    rows.Add(row);
            }

            // What is no line after so many bytes never becomes one.
            if (left.Length > LongestLine)
                _at += left.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        return rows;
    }

    private bool SkipLine()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _at;
        for (int read; (read = stream.ReadByte()) >= 0;)
        {
            _at++;
            if (read == '\n')
                return true;
        }

        return false;
    }

    // A line that is none is passed over: the history of a run is not to be kept back for it.
    private RunEventRow? Row(long number, ReadOnlySpan<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), Strict);
            var json = document.RootElement;
            string kind = Text(json, "event") ?? "event";
            var time = DateTimeOffset.TryParse(Text(json, "time"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var when) ? when : (DateTimeOffset?)null;
            Begun ??= time;
            Incarnation = (int)(Number(json, "incarnation") ?? 0);
            if (kind == "alarm" && Text(json, "alarm") is { } alarm)
            {
                _raised.Remove(alarm);
                if (Text(json, "state") == "raised")
                    _raised.Add(alarm);
            }

            return new RunEventRow(
                number, time, Incarnation, kind, Number(json, "iteration") is { } iteration ? (long)iteration : null,
                ForeignText.Short(EventWords.Of(kind, json), 4 * ForeignText.LongestSaying), EventWords.Severity(kind, json));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A text of an object; null if there is none of that name.</summary>
    internal static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number of an object; null if there is none of that name.</summary>
    internal static double? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
