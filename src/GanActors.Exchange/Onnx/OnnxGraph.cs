using System.Globalization;
using GanActors.Networks;

namespace GanActors.Exchange.Onnx;

/// <summary>A chain of operations and the constants they use, in the making.</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1, Int64 = 7;

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<ProtoMessage> _constants = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor of numbers.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<int> dimensions)
    {
        var proto = new ProtoMessage();
        foreach (int dimension in dimensions)
            proto.Add(1, dimension);
        return Constant(name, proto.Add(2, Float).Add(8, name).Add(9, values));
    }

    /// <summary>Adds a list of whole numbers.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string name, params ReadOnlySpan<long> values) =>
        Constant(name, new ProtoMessage().Add(1, values.Length).Add(2, Int64).Add(8, name).Add(9, values));

    /// <summary>Adds an operation behind the others.</summary>
    /// <returns>The name of what it gives.</returns>
    public string Node(string name, string operation, string[] inputs, params OnnxAttribute[] attributes)
    {
        Name(name);
        _nodes.Add(new OnnxNode(operation, [.. inputs], name, [.. attributes]));
        return name;
    }

    /// <summary>GraphProto: from <paramref name="input"/> to the last operation, whose result gets the name of the output.</summary>
    public ProtoMessage ToProto(string name, (string Name, Shape Item) input, (string Name, Shape Item) output)
    {
        Name(output.Name);
        if (_nodes.Count == 0)
            _nodes.Add(new OnnxNode("Identity", [input.Name], output.Name, []));
        _nodes[^1] = _nodes[^1] with { Output = output.Name };
        var proto = new ProtoMessage();
        foreach (var node in _nodes)
            proto.Add(1, node.ToProto());
        proto.Add(2, name);
        foreach (var constant in _constants)
            proto.Add(5, constant);
        return proto.Add(11, Value(input)).Add(12, Value(output));
    }

    // ValueInfoProto of items of a shape, however many.
    private static ProtoMessage Value((string Name, Shape Item) value)
    {
        var shape = new ProtoMessage().Add(1, new ProtoMessage().Add(2, "batch"));
        foreach (int dimension in value.Item.Dimensions)
            shape.Add(1, new ProtoMessage().Add(1, dimension));
        var tensor = new ProtoMessage().Add(1, Float).Add(2, shape);
        return new ProtoMessage().Add(1, value.Name).Add(2, new ProtoMessage().Add(1, tensor));
    }

    private string Constant(string name, ProtoMessage proto)
    {
        Name(name);
        _constants.Add(proto);
        return name;
    }

    private void Name(string name)
    {
        if (!_named.Add(name))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The name '{name}' is taken."));
    }
}
