using System.Buffers.Binary;
using System.Text;

namespace GanActors.Exchange.Tests;

/// <summary>A second opinion on ONNX: reads the wire format with none of the writer's code, as far as the writer's models go.</summary>
internal sealed class OnnxReader
{
    public OnnxReader(byte[] model)
    {
        foreach (var (field, value) in Fields(model))
        {
            switch (field)
            {
                case 1:
                    IrVersion = Number(value);
                    break;
                case 7:
                    Graph(Bytes(value));
                    break;
                case 8:
                    OperatorSet = Number(Fields(Bytes(value)).Single(each => each.Field == 2).Value);
                    break;
                case 14:
                    Metadata.Add(Text(Bytes(value), 1), Text(Bytes(value), 2));
                    break;
            }
        }
    }

    public long IrVersion { get; }

    public long OperatorSet { get; }

    public Dictionary<string, string> Metadata { get; } = [];

    public List<Node> Nodes { get; } = [];

    public Dictionary<string, (long[] Shape, int Type, byte[] Data)> Constants { get; } = [];

    /// <summary>Names and dimensions; a text is a dimension that has a name.</summary>
    public List<(string Name, string[] Dimensions, int Type)> Inputs { get; } = [];

    public List<(string Name, string[] Dimensions, int Type)> Outputs { get; } = [];

    /// <summary>Every input of a node comes before it, every name is given once, every constant has the numbers its shape says.</summary>
    public void AssertSound()
    {
        var known = new HashSet<string>(Inputs.Select(input => input.Name).Concat(Constants.Keys));
        Assert.Equal(Inputs.Count + Constants.Count, known.Count);
        foreach (var node in Nodes)
        {
            Assert.All(node.Inputs.Where(input => input.Length > 0), input => Assert.Contains(input, known));
            Assert.All(node.Outputs, output => Assert.True(known.Add(output), output));
        }

        Assert.All(Outputs, output => Assert.Contains(output.Name, known));
        Assert.All(Constants.Values, constant => Assert.Equal(constant.Shape.Aggregate(1L, (size, each) => size * each) * (constant.Type == 7 ? 8 : 4), constant.Data.Length));
        var used = Nodes.SelectMany(node => node.Inputs).ToHashSet();
        Assert.All(Constants.Keys, name => Assert.Contains(name, used));
        Assert.Equal(Nodes.Count, Nodes.Select(node => node.Name).Distinct().Count());
    }

    private void Graph(byte[] graph)
    {
        foreach (var (field, value) in Fields(graph))
        {
            switch (field)
            {
                case 1:
                    Nodes.Add(new Node(Bytes(value)));
                    break;
                case 5:
                    Constant(Bytes(value));
                    break;
                case 11:
                    Inputs.Add(Value(Bytes(value)));
                    break;
                case 12:
                    Outputs.Add(Value(Bytes(value)));
                    break;
            }
        }
    }

    private void Constant(byte[] tensor)
    {
        var fields = Fields(tensor).ToList();
        Constants.Add(
            Text(tensor, 8),
            ([.. fields.Where(each => each.Field == 1).Select(each => Number(each.Value))], (int)Number(fields.Single(each => each.Field == 2).Value), Bytes(fields.Single(each => each.Field == 9).Value)));
    }

    private static (string, string[], int) Value(byte[] value)
    {
        byte[] tensor = Part(Part(value, 2), 1);
        return (Text(value, 1),
            [.. Fields(Part(tensor, 2)).Select(dimension => Fields(Bytes(dimension.Value)).Single()).Select(each => each.Field == 1 ? Number(each.Value).ToString(System.Globalization.CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(Bytes(each.Value)))],
            (int)Number(Fields(tensor).Single(each => each.Field == 1).Value));
    }

    private static byte[] Part(byte[] message, int field) => Bytes(Fields(message).Single(each => each.Field == field).Value);

    private static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Part(message, field));

    private static long Number(object value) => (long)value;

    private static byte[] Bytes(object value) => (byte[])value;

    private static IEnumerable<(int Field, object Value)> Fields(byte[] message)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong tag = Varint();
            object value;
            switch (tag & 7)
            {
                case 0:
                    value = (long)Varint();
                    break;
                case 2:
                    int length = (int)Varint();
                    value = message[at..(at + length)];
                    at += length;
                    break;
                case 5:
                    value = BinaryPrimitives.ReadSingleLittleEndian(message.AsSpan(at));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }

            yield return ((int)(tag >> 3), value);
        }

        ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = message[at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                    return value;
            }
        }
    }

    internal sealed class Node
    {
        public Node(byte[] node)
        {
            foreach (var (field, value) in Fields(node))
            {
                switch (field)
                {
                    case 1:
                        Inputs.Add(Encoding.UTF8.GetString(Bytes(value)));
                        break;
                    case 2:
                        Outputs.Add(Encoding.UTF8.GetString(Bytes(value)));
                        break;
                    case 3:
                        Name = Encoding.UTF8.GetString(Bytes(value));
                        break;
                    case 4:
                        Operator = Encoding.UTF8.GetString(Bytes(value));
                        break;
                    case 5:
                        Attribute(Bytes(value));
                        break;
                }
            }
        }

        public string Name { get; } = "";

        public string Operator { get; } = "";

        public List<string> Inputs { get; } = [];

        public List<string> Outputs { get; } = [];

        public Dictionary<string, object> Attributes { get; } = [];

        private void Attribute(byte[] attribute)
        {
            var fields = Fields(attribute).ToList();
            object value = Number(fields.Single(each => each.Field == 20).Value) switch
            {
                1 => fields.Single(each => each.Field == 2).Value,
                2 => fields.Single(each => each.Field == 3).Value,
                3 => Text(attribute, 4),
                7 => fields.Where(each => each.Field == 8).Select(each => Number(each.Value)).ToArray(),
                var other => throw new InvalidDataException($"attribute type {other}"),
            };
            Attributes.Add(Text(attribute, 1), value);
        }
    }
}
