using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace GanActors.Deploy.Tests;

/// <summary>YAML as JSON, which is what the programs that read these files make of it.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>A file of the repository with one document.</summary>
    public static JsonNode File(string path) => Assert.Single(All(Repository.Read(path)));

    /// <summary>All documents of a text; anchors are followed, <c>&lt;&lt;</c> merges.</summary>
    public static IReadOnlyList<JsonNode> All(string text)
    {
        var documents = new List<JsonNode>();
        var parser = new MergingParser(new Parser(new StringReader(text)));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (Deserializer.Deserialize(parser) is { } document)
                documents.Add(JsonNode.Parse(JsonSerializer.Serialize(Named(document)))!);
        }

        return documents;
    }

    /// <summary>A value's members and items, and theirs, itself first.</summary>
    public static IEnumerable<JsonNode> Within(JsonNode? node)
    {
        if (node is null)
            return [];
        var inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return inner.SelectMany(Within).Prepend(node);
    }

    private static object? Named(object? value) => value switch
    {
        IDictionary<object, object?> members => members.ToDictionary(member => member.Key.ToString()!, member => Named(member.Value)),
        IList<object?> items => items.Select(Named).ToArray(),
        _ => value,
    };
}
