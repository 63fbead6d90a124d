using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Reports;

/// <summary>Reads a run's folder. Only the recipe and the metrics must be there; what else is there must be as a run writes it.</summary>
internal static class RunRecordReader
{
    private const int LongestJson = 4 << 20, MostEvents = 400, MostEvaluations = 200;
    private const long LongestLog = 256L << 20;

    // Told elsewhere in the report, and many.
    private static readonly string[] Routine = ["metrics", "sheet", "epoch", "started", "evaluation"];

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <exception cref="ReportException">The folder is none of a run, or a file in it is damaged.</exception>
    public static RunRecord Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ReportException(folder, File.Exists(folder) ? "is a file; a run is a folder" : "there is no such folder");
        foreach (string needed in new[] { RunFiles.Recipe, RunFiles.Metrics })
        {
            if (!File.Exists(Path.Combine(folder, needed)))
                throw new ReportException(folder, $"holds no run: there is no {needed} in it");
        }

        try
        {
            string recipe = Path.Combine(folder, RunFiles.Recipe);
            var document = RecipeReader.ReadFile(recipe);
            var (notes, leftOut) = Events(Path.Combine(folder, RunFiles.Events));
            return new RunRecord(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
                File.ReadAllText(recipe),
                document.Recipe,
                MetricsFile.Read(Path.Combine(folder, RunFiles.Metrics)),
                Object(Path.Combine(folder, RunFiles.Summary)),
                notes,
                leftOut,
                Evaluations(folder),
                SheetTimeline.Of(Path.Combine(folder, "samples")),
                SheetTimeline.Single(Path.Combine(folder, "real.png")));
        }
        catch (RecipeException fault)
        {
            throw new ReportException(fault.Position.ToString(), $"{(fault.Key is null ? "" : fault.Key + ": ")}{fault.Problem}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReportException(folder, $"cannot be read: {fault.Message}", fault);
        }
    }

    private static JsonObject? Object(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.Length > LongestJson)
            throw new ReportException(path, string.Create(CultureInfo.InvariantCulture, $"has {file.Length} bytes; at most {LongestJson} are read"));
        return Parse(File.ReadAllText(path), path);
    }

    private static JsonObject Parse(string text, string place)
    {
        try
        {
            if (JsonNode.Parse(text, documentOptions: Json) is JsonObject json)
                return json;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ReportException(place, $"is no JSON: {fault.Message}", fault);
        }

        throw new ReportException(place, "is no JSON object");
    }

    private static (ImmutableArray<RunNote> Notes, int LeftOut) Events(string path)
    {
        var notes = new List<RunNote>();
        int leftOut = 0;
        foreach (var (place, json) in Lines(path))
        {
            string kind = Text(json, "event") ?? Text(json, "kind") ?? "event";
            if (Routine.Contains(kind))
                continue;
            string words = Text(json, "words") ?? string.Join(
                ", ",
                json.Where(field => field.Key is not ("event" or "kind" or "time" or "iteration" or "number"))
                    .Select(field => $"{field.Key.Replace('_', ' ')} {Text(json, field.Key) ?? field.Value?.ToJsonString()}"));
            notes.Add(new RunNote(Text(json, "time") ?? "", Whole(json, "iteration") ?? Whole(json, "iterations"), kind, ForeignText.Short(words, 2 * ForeignText.LongestSaying)));
            // What is oldest and no alarm goes first.
            if (notes.Count > MostEvents)
            {
                int least = notes.FindIndex(note => !note.IsAlarm);
                notes.RemoveAt(Math.Max(least, 0));
                leftOut++;
            }
        }

        return ([.. notes], leftOut);
    }

    private static ImmutableArray<JsonObject> Evaluations(string folder)
    {
        var all = new List<JsonObject>();
        foreach (var (_, json) in Lines(Path.Combine(folder, "evaluations.jsonl")))
        {
            all.Add(json);
            if (all.Count > MostEvaluations)
                all.RemoveAt(1);
        }

        if (Object(Path.Combine(folder, "evaluation.json")) is { } last)
            all.Add(last);
        return [.. all];
    }

    // A last line without an end is half written.
    private static IEnumerable<(string Place, JsonObject Json)> Lines(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
            yield break;
        if (info.Length > LongestLog)
            throw new ReportException(path, string.Create(CultureInfo.InvariantCulture, $"has {info.Length} bytes; at most {LongestLog} are read"));
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        bool whole = file.Length > 0 && file.Seek(-1, SeekOrigin.End) >= 0 && file.ReadByte() == '\n';
        file.Position = 0;
        using var reader = new StreamReader(file, Encoding.UTF8);
        string? line = reader.ReadLine();
        for (int number = 1; line is not null; number++)
        {
            string? next = reader.ReadLine();
            if (line.Length > 0 && (next is not null || whole))
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"{path}:{number}");
                if (line.Length > LongestJson)
                    throw new ReportException(place, string.Create(CultureInfo.InvariantCulture, $"has {line.Length} characters; at most {LongestJson} are read"));
                yield return (place, Parse(line, place));
            }

            line = next;
        }
    }

    /// <summary>A text of an object; null if there is none of that name.</summary>
    internal static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value ? value.TryGetValue(out string? text) ? text : value.ToJsonString() : null;

    /// <summary>A number of an object; null if there is none of that name.</summary>
    internal static double? Number(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;

    private static long? Whole(JsonObject json, string name) => Number(json, name) is { } number && Math.Abs(number) < 1e15 ? (long)number : null;
}
