using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GanActors.Cli.Rendering;

/// <summary>Writes events for a program, one JSON object a line.</summary>
/// <param name="output">Gets the objects and nothing else.</param>
internal sealed class JsonLineWriter(TextWriter output)
{
    /// <summary>Writes one.</summary>
    /// <param name="name">What happened: the object's <c>event</c>.</param>
    /// <param name="body">Writes its other keys.</param>
    public void Emit(string name, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            body(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Flush();
    }
}
