using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace GanActors.Checkpoints.Blobs;

/// <summary>A page of a list of blobs.</summary>
/// <param name="Blobs">Names and lengths.</param>
/// <param name="Next">What the next page is asked for by; empty after the last.</param>
internal sealed record BlobPage(ImmutableArray<(string Name, long Bytes)> Blobs, string Next)
{
    /// <summary>How many bytes of a page are read; 5,000 blobs with all their properties take some 5 MB.</summary>
    public const int Longest = 1 << 25;

    /// <summary>Reads the answer to List Blobs.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BlobPage Read(byte[] xml)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root!;
            if (root.Name != "EnumerationResults")
                throw new FormatException($"its root is {root.Name.LocalName}");
            return new BlobPage(
                [.. root.Elements("Blobs").Elements("Blob").Select(blob => (Text(blob, "Name"), Length(blob)))],
                root.Element("NextMarker")?.Value ?? "");
        }
        catch (XmlException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static string Text(XElement blob, string name) => blob.Element(name)?.Value ?? throw new FormatException($"a blob has no {name}");

    private static long Length(XElement blob) =>
        blob.Element("Properties") is { } properties && long.TryParse(Text(properties, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw new FormatException("a blob has no length");
}
