using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Runs;

namespace GanActors.Server.Home;

/// <summary>
/// What runs' folders say of them, whoever runs them. A folder that has not changed is not read again, so that a list of hundreds of runs costs a look at their files' times.
/// </summary>
internal sealed class RunShelf
{
    private const int LongestSummary = 1 << 22, Tail = 1 << 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    private readonly ConcurrentDictionary<string, (Stamp Stamp, RunRow Row)> _rows = new(StringComparer.Ordinal);

    /// <summary>How a run stands by its folder.</summary>
    public RunRow Row(RunPlace run)
    {
        // A run that has ended holds no lock: to ask for it costs as much as all the rest.
        bool isHeld = !File.Exists(run[RunFiles.Summary]) && RunLock.IsHeld(run.Folder);
        var stamp = Stamp.Of(run, isHeld);
        if (_rows.TryGetValue(run.Folder, out var known) && known.Stamp == stamp)
            return known.Row;
        var row = Read(run, isHeld);
        _rows[run.Folder] = (stamp, row);
        return row;
    }

    /// <summary>A run is no more.</summary>
    public void Forget(RunPlace run) => _rows.TryRemove(run.Folder, out _);

    private static RunRow Read(RunPlace run, bool isHeld)
    {
        var ticket = Ticket.Read(run.Folder);
        var glance = RecipeGlance.Of(TextOf(run[RunFiles.Recipe]) ?? ticket?.Yaml ?? "");
        var history = new EventFile(run[RunFiles.Events]).FromTail(Tail);
        var events = history.Read();
        string? sheet = SheetFiles.Newest(run.Folder);
        var row = new RunRow(
            run.Id, glance.Name, glance.Data, isHeld ? "running" : ticket is { Wanted: Wanted.Paused } ? "paused" : "broken_off", Here: false, 0, glance.Iterations, 0, 0, null, null, null, null, null,
            Quality(run), ticket?.Begun ?? Began(run), null, history.Raised, null, sheet is null ? null : $"{SheetFiles.Folder}/{sheet}", run.Sweep);
        if (Summary(run) is { } summary)
            return Ended(row, summary, ticket);
        if (!isHeld && !run.HasMetrics && ticket is { Wanted: Wanted.Nothing })
            return row with { State = "stopped", Why = "it was stopped before it began" };
        row = WithLastRow(row, run);
        return row.State == "running" ? row : row with
        {
            Ended = events is [.., { Time: { } last }] ? last : null,
            Why = row.State == "broken_off" ? "its process ended before it did; it can be resumed" : null,
        };
    }

    private static RunRow Ended(RunRow row, JsonElement summary, Ticket? ticket)
    {
        var final = summary.TryGetProperty("final", out var figures) ? figures : default;
        var time = summary.TryGetProperty("time", out var times) ? times : default;
        string state = EventFile.Text(summary, "state") ?? "stopped";
        return row with
        {
            State = state == "stopped" && ticket is { Wanted: Wanted.Paused } ? "paused" : state,
            Iterations = (long)(EventFile.Number(summary, "iterations") ?? 0),
            TotalIterations = (long)(EventFile.Number(summary, "iterations_planned") ?? row.TotalIterations),
            IterationsPerSecond = EventFile.Number(time, "iterations_per_second") ?? 0,
            ElapsedSeconds = EventFile.Number(time, "seconds") ?? 0,
            GLoss = EventFile.Number(final, "g_loss"),
            DLoss = EventFile.Number(final, "d_loss"),
            DAccuracyReal = EventFile.Number(final, "d_accuracy_real"),
            DAccuracyFake = EventFile.Number(final, "d_accuracy_fake"),
            Ended = DateTimeOffset.TryParse(EventFile.Text(time, "ended"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var ended) ? ended : null,
            Why = EventFile.Text(summary, "reason"),
        };
    }

    private static RunRow WithLastRow(RunRow row, RunPlace run)
    {
        if (TailOf(run[RunFiles.Metrics], 4_096) is not { } tail || HeaderOf(run[RunFiles.Metrics]) is not { } header)
            return row;
        string? line = tail.Split('\n') is [.., var last, ""] && last != header ? last : tail.Split('\n') is [.., var before, _] && before != header ? before : null;
        string[] names = header.Split(','), fields = line?.Split(',') ?? [];
        if (fields.Length != names.Length)
            return row;
        return row with
        {
            Iterations = (long)(Field("iteration") ?? 0),
            GLoss = Field("g_loss"),
            DLoss = Field("d_loss"),
            DAccuracyReal = Field("d_accuracy_real"),
            DAccuracyFake = Field("d_accuracy_fake"),
        };

        double? Field(string name) => Array.IndexOf(names, name) is >= 0 and var at && double.TryParse(fields[at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>The newest evaluation's figures, the leading one first.</summary>
    public static IReadOnlyList<Figure> Evaluation(RunPlace run)
    {
        string? line = TailOf(run[EvaluationJson.CourseFileName], Tail)?.Split('\n').LastOrDefault(each => each.StartsWith('{') && each.TrimEnd().EndsWith('}'));
        string? single = TextOf(run[EvaluationJson.FileName]);
        var figures = Figures(single is null || line is not null && Time(run[EvaluationJson.CourseFileName]) > Time(run[EvaluationJson.FileName]) ? line : single);
        if (FigureNames.Leading(figures) is not { } leading)
            return [];
        return [.. figures.OrderByDescending(each => each.Key == leading).Select(each => new Figure(each.Key, each.Value, FigureNames.LessIsBetter(each.Key)))];
    }

    private static Figure? Quality(RunPlace run) => Evaluation(run) is [var leading, ..] ? leading : null;

    private static Dictionary<string, double> Figures(string? json)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        if (json is null)
            return found;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.TryGetProperty("figures", out var figures) && figures.ValueKind == JsonValueKind.Object)
            {
                foreach (string name in FigureNames.All)
                {
                    if (EventFile.Number(figures, name) is { } value)
                        found[name] = value;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Half written, or none: then there are no figures.
        }

        return found;
    }

    /// <summary>A run's summary; null if it has none that can be read.</summary>
    public static JsonElement? Summary(RunPlace run)
    {
        if (TextOf(run[RunFiles.Summary]) is not { } text)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Began(RunPlace run)
    {
        using var reader = Reader(run[RunFiles.Events]);
        if (reader?.ReadLine() is not { Length: < 1 << 16 } line)
            return null;
        int at = line.IndexOf("\"time\":\"", StringComparison.Ordinal) + 8, end = at < 8 ? -1 : line.IndexOf('"', at);
        return end > 0 && DateTimeOffset.TryParse(line.AsSpan(at, end - at), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
    }

    private static string? HeaderOf(string path)
    {
        using var reader = Reader(path);
        return reader?.ReadLine() is { Length: < 4_096 } header ? header : null;
    }

    private static StreamReader? Reader(string path)
    {
        try
        {
            return File.Exists(path) ? new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4_096), Encoding.UTF8) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? TextOf(string path) => TailOf(path, LongestSummary);

    private static string? TailOf(string path, int most)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            long from = Math.Max(0, file.Length - most);
            file.Position = from;
            byte[] bytes = new byte[file.Length - from];
            int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static DateTime Time(string path) => File.GetLastWriteTimeUtc(path);

    // By what a folder is known to have changed.
    private readonly record struct Stamp(DateTime Summary, DateTime Ticket, DateTime Metrics, long Length, DateTime Events, DateTime Samples, DateTime Evaluated, bool IsHeld)
    {
        public static Stamp Of(RunPlace run, bool isHeld)
        {
            var metrics = new FileInfo(run[RunFiles.Metrics]);
            return new Stamp(
                Time(run[RunFiles.Summary]), Time(Home.Ticket.PathIn(run.Folder)), metrics.LastWriteTimeUtc, metrics.Exists ? metrics.Length : 0, Time(run[RunFiles.Events]),
                Time(run[SheetFiles.Folder]), Time(run[EvaluationJson.FileName]), isHeld);
        }
    }
}
