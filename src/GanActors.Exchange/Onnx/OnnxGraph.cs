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

    /// <summary>GraphProto: from the inputs to the last operation, whose result gets the name of the output.</summary>
    /// <param name="name">Of the graph.</param>
    /// <param name="input">What the operations begin with.</param>
    /// <param name="classes">Name of the input that has a class, a whole number, for each item; null for none.</param>
    /// <param name="output">What comes out.</param>
    public ProtoMessage ToProto(string name, (string Name, Shape Item) input, string? classes, (string Name, Shape Item) output)
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
        proto.Add(11, Value(input.Name, Float, input.Item.Dimensions.AsSpan()));
        if (classes is not null)
            proto.Add(11, Value(classes, Int64, []));
        return proto.Add(12, Value(output.Name, Float, output.Item.Dimensions.AsSpan()));
    }

    // ValueInfoProto of items of a shape, however many.
    private static ProtoMessage Value(string name, int type, ReadOnlySpan<int> item)
    {
        var shape = new ProtoMessage().Add(1, new ProtoMessage().Add(2, "batch"));
        foreach (int dimension in item)
            shape.Add(1, new ProtoMessage().Add(1, dimension));
        var tensor = new ProtoMessage().Add(1, type).Add(2, shape);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
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
