using System.Collections.Immutable;

namespace GanActors.Exchange.Onnx;

/// <summary>One operation of a graph.</summary>
/// <param name="Operator">Its name in ONNX' operator set.</param>
/// <param name="Inputs">Names of its inputs; empty for one that is left out.</param>
/// <param name="Output">Name of its only output.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OnnxNode(string Operator, ImmutableArray<string> Inputs, string Output, ImmutableArray<OnnxAttribute> Attributes)
{
    /// <summary>NodeProto.</summary>
    public ProtoMessage ToProto()
    {
        var proto = new ProtoMessage();
        foreach (string input in Inputs)
            proto.Add(1, input);
        proto.Add(2, Output).Add(3, $"{Output}.{Operator}").Add(4, Operator);
        foreach (var attribute in Attributes)
            proto.Add(5, attribute.ToProto());
        return proto;
    }
}

/// <summary>A constant of an operation: a float, a whole number, some of them, or a word.</summary>
internal sealed record OnnxAttribute
{
    private readonly string _name;
    private readonly object _value;

    /// <summary>A float.</summary>
    public OnnxAttribute(string name, float value) => (_name, _value) = (name, value);

    /// <summary>A whole number.</summary>
    public OnnxAttribute(string name, long value) => (_name, _value) = (name, value);

    /// <summary>Whole numbers.</summary>
    public OnnxAttribute(string name, params long[] values) => (_name, _value) = (name, values);

    /// <summary>A word.</summary>
    public OnnxAttribute(string name, string value) => (_name, _value) = (name, value);

    /// <summary>AttributeProto.</summary>
    public ProtoMessage ToProto()
    {
        var proto = new ProtoMessage().Add(1, _name);
        switch (_value)
        {
            case float number:
                return proto.Add(2, number).Add(20, 1);
            case long number:
                return proto.Add(3, number).Add(20, 2);
            case string word:
                return proto.Add(4, word).Add(20, 3);
            default:
                foreach (long number in (long[])_value)
                    proto.Add(8, number);
                return proto.Add(20, 7);
        }
    }
}
