using System.Text;
using System.Text.Json;
using GanActors.Files;
using GanActors.Runs;

namespace GanActors.Grains.Evaluations;

/// <summary>A run's <c>evaluations.jsonl</c>: one evaluation a line, in the order of iterations, each written whole or not at all.</summary>
internal sealed class EvaluationCourse
{
    private readonly string _path;
    private readonly List<(long Iteration, string Line)> _lines = [];

    /// <summary>The file of a run that goes on after so many iterations: later evaluations are forgotten, for they are made again.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="iterations">Iterations done.</param>
    public EvaluationCourse(string folder, long iterations)
    {
        _path = Path.Combine(folder, EvaluationJson.CourseFileName);
        if (!File.Exists(_path))
            return;
        string[] lines = File.ReadAllLines(_path);
        _lines.AddRange(lines.Select(line => (IterationOf(line), line)).Where(kept => kept.Item1 >= 0 && kept.Item1 <= iterations));
        if (_lines.Count < lines.Length)
            Write();
    }

    /// <summary>Whether there is one of an iteration.</summary>
    public bool Has(long iteration) => _lines.Exists(line => line.Iteration == iteration);

    /// <summary>Adds an evaluation.</summary>
    public void Add(EvaluatedGenerator generator, EvaluationReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            EvaluationJson.Write(json, generator, report);
        _lines.Add((generator.Iteration, Encoding.UTF8.GetString(stream.ToArray())));
        Write();
    }

    private void Write() => WholeFile.Write(_path, string.Concat(_lines.Select(line => line.Line + "\n")));

    // -1 for a line that a crash or somebody's hand has spoilt.
    private static long IterationOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("iteration", out var value) && value.TryGetInt64(out long iteration) ? iteration : -1;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return -1;
        }
    }
}
