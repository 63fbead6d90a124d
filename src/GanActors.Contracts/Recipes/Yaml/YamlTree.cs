using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GanActors.Recipes.Yaml;

/// <summary>
/// Reads YAML text as a tree of nodes with positions. Built on the parser's events, not on a deserialiser: depth and size are bounded before
/// anything recurses, and an alias is a reference to its anchor's node, so no document grows by being read.
/// </summary>
internal static class YamlTree
{
    /// <summary>Longest text that is read, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Lists and mappings within one another; a recipe needs seven.</summary>
    public const int MaxDepth = 20;

    /// <summary>Reads one document.</summary>
    /// <param name="text">The whole document.</param>
    /// <param name="locate">Makes a position of a line and a column.</param>
    /// <returns>Its root; null if the text holds no document.</returns>
    /// <exception cref="RecipeException">It is not one YAML document, or too large, or too deep.</exception>
    public static YamlNode? Parse(string text, Func<int, int, RecipePosition> locate)
    {
        CheckCharacters(text, locate);
        return new Builder(text, locate).Document();
    }

    private static void CheckCharacters(string text, Func<int, int, RecipePosition> locate)
    {
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
            throw TooLarge(locate(0, 0));
        int line = 1, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n')
            {
                line++;
                start = i + 1;
            }
            else if (char.IsControl(c) && c is not ('\t' or '\r' or '\u0085'))
            {
                throw Error($"the control character U+{(int)c:X4} does not belong in a text file; remove it");
            }
            else if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                    throw Error("half a surrogate pair is no character; remove it");
                i++;
            }

            RecipeException Error(string problem) => new(locate(line, i - start + 1), null, problem);
        }
    }

    public static RecipeException TooLarge(RecipePosition position) =>
        new(position, null, $"too large for a recipe: at most {MaxBytes >> 20} MiB is read");

    private sealed class Builder(string text, Func<int, int, RecipePosition> locate)
    {
        private readonly Parser _parser = new(new StringReader(text));
        private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
        private readonly Stack<RecipePosition> _brackets = [];
        private RecipePosition _last = locate(1, 1);
        private ParsingEvent? _ahead;

        public YamlNode? Document()
        {
            Expect<StreamStart>();
            if (Peek() is StreamEnd)
                return null;
            Expect<DocumentStart>();
            var root = Node(0);
            Expect<DocumentEnd>();
            if (Peek() is not StreamEnd)
                throw Error(Peek(), "a second document begins here, but a file holds one recipe; remove the '---' line");
            return root;
        }

        private YamlNode Node(int depth)
        {
            var next = Next();
            if (depth > MaxDepth)
                throw Error(next, string.Create(CultureInfo.InvariantCulture, $"nested too deeply: at most {MaxDepth} levels are read"));
            if (next is NodeEvent { Tag.IsEmpty: false } tagged)
                throw Error(tagged, "a tag ('!' before a value) means nothing in a recipe; remove it");
            switch (next)
            {
                case Scalar scalar:
                    return Anchored(scalar, new YamlScalar(Position(scalar), scalar.Value, scalar.Style is ScalarStyle.Plain));

                case AnchorAlias alias:
                    return _anchors.TryGetValue(alias.Value.Value, out var anchor)
                        ? anchor
                        : throw Error(alias, $"the alias '*{Short(alias.Value)}' has no complete anchor '&{Short(alias.Value)}' before it");

                case SequenceStart start:
                    {
                        var items = ImmutableArray.CreateBuilder<YamlNode>();
                        Open(start, start.Style is SequenceStyle.Flow);
                        while (Peek() is not SequenceEnd)
                            items.Add(Node(depth + 1));
                        Close(start.Style is SequenceStyle.Flow);
                        return Anchored(start, new YamlList(Position(start), items.ToImmutable()));
                    }

                case MappingStart start:
                    {
                        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
                        Open(start, start.Style is MappingStyle.Flow);
                        while (Peek() is not MappingEnd)
                        {
                            if (Peek() is not Scalar)
                                throw Error(Peek(), "a key is a word, not a list, a mapping or an alias");
                            var key = (YamlScalar)Node(depth + 1);
                            entries.Add(new YamlEntry(key.Text, key.Position, Node(depth + 1)));
                        }

                        Close(start.Style is MappingStyle.Flow);
                        return Anchored(start, new YamlMap(Position(start), entries.ToImmutable()));
                    }

                default:
                    throw Error(next, "not valid YAML here");
            }
        }

        private YamlNode Anchored(NodeEvent start, YamlNode node)
        {
            if (!start.Anchor.IsEmpty)
                _anchors[start.Anchor.Value] = node;
            return node;
        }

        private void Open(ParsingEvent start, bool bracket)
        {
            if (bracket)
                _brackets.Push(Position(start));
        }

        private void Close(bool bracket)
        {
            Next();
            if (bracket)
                _brackets.Pop();
        }

        private ParsingEvent Next()
        {
            var next = Peek();
            _ahead = null;
            return next;
        }

        private ParsingEvent Peek()
        {
            if (_ahead is not null)
                return _ahead;
            try
            {
                if (!_parser.MoveNext())
                    throw new RecipeException(_last, null, "not valid YAML: the document ends too early");
            }
            catch (YamlException error)
            {
                throw Syntax(error);
            }
            catch (Exception error) when (error is not (RecipeException or OutOfMemoryException))
            {
                // The parser trips over some unclosed brackets instead of reporting them.
                throw _brackets.TryPeek(out var opened)
                    ? new RecipeException(opened, null, "the bracket that opens here is not closed, or what it holds is not valid YAML", error)
                    : new RecipeException(_last, null, "not valid YAML from here on", error);
            }

            _ahead = _parser.Current!;
            _last = Position(_ahead);
            return _ahead;
        }

        private void Expect<T>()
            where T : ParsingEvent
        {
            var next = Next();
            if (next is not T)
                throw Error(next, "not valid YAML here");
        }

        private RecipeException Syntax(YamlException error)
        {
            int line = (int)Math.Clamp(error.Start.Line, 1, int.MaxValue);
            string words = error.Message.TrimEnd('.');
            if (words.Contains(" tab", StringComparison.Ordinal) && IndentingTab(line) is (int tabLine, int tabColumn))
            {
                const string tab = "a tab indents this line, and YAML allows spaces only; replace it";
                return new RecipeException(locate(tabLine, tabColumn), null, tab, error);
            }

            string problem = words switch
            {
                _ when words.Contains("invalid mapping", StringComparison.Ordinal) =>
                    "a second ':' on one line, or a line indented under a finished value; "
                    + "put quotes around text that holds ': ', or mend the indentation",
                _ when words.Contains("quoted scalar", StringComparison.Ordinal) && (words.Contains("end of stream", StringComparison.Ordinal)
                    || words.Contains("indentation", StringComparison.Ordinal)) => "the quote that opens here is not closed",
                _ when words.Contains("did not find expected key", StringComparison.Ordinal) =>
                    "expected a key here; is the indentation right, and every bracket closed?",
                _ when words.Contains("expected ',' or", StringComparison.Ordinal) =>
                    "expected a comma or a closing bracket here",
                _ when words.Length > 0 => $"not valid YAML: {char.ToLowerInvariant(words[0])}{words[1..]}",
                _ => "not valid YAML here",
            };
            return new RecipeException(Position(error.Start), null, problem, error);
        }

        /// <summary>
        /// The first tab in the indentation of a line from <paramref name="from"/> on: the parser reports the mapping that the tab ends.
        /// </summary>
        private (int Line, int Column)? IndentingTab(int from)
        {
            int line = 0;
            foreach (var row in text.AsSpan().EnumerateLines())
            {
                line++;
                if (line < from)
                    continue;
                int indentation = row.IndexOfAnyExcept(' ', '\t');
                int tab = row[..(indentation < 0 ? 0 : indentation)].IndexOf('\t');
                if (tab >= 0)
                    return (line, tab + 1);
            }

            return null;
        }

        private RecipePosition Position(ParsingEvent at) => Position(at.Start);

        private RecipePosition Position(Mark mark) =>
            locate((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

        private RecipeException Error(ParsingEvent at, string problem) => new(Position(at), null, problem);

        private static string Short(AnchorName name) => name.Value.Length <= 40 ? name.Value : name.Value[..40] + "...";
    }
}
