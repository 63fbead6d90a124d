namespace GanActors.Pictures;

/// <summary>
/// A note inside a PNG file. Text in Latin-1 becomes a tEXt chunk, any other an iTXt chunk (UTF-8).
/// </summary>
public sealed record PngText
{
    /// <summary>A note under a keyword.</summary>
    /// <param name="keyword">
    /// 1 .. 79 printable Latin-1 characters without leading, trailing or doubled spaces. "Title", "Description", "Software" and
    /// "Comment" are among the registered ones.
    /// </param>
    /// <param name="text">Any text without a zero character.</param>
    /// <exception cref="ArgumentException">The keyword or the text is none of these.</exception>
    public PngText(string keyword, string text)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        ArgumentNullException.ThrowIfNull(text);
        bool printable = keyword.All(c => c is >= ' ' and <= '~' or >= '\u00A1' and <= '\u00FF');
        if (keyword.Length is < 1 or > 79 || !printable || keyword != keyword.Trim(' ') || keyword.Contains("  ", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{keyword}' is no PNG keyword: it takes 1 to 79 printable Latin-1 characters without outer or doubled spaces.", nameof(keyword));
        }

        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"The text under '{keyword}' holds a zero character, which ends a text in PNG.", nameof(text));
        Keyword = keyword;
        Text = text;
    }

    /// <summary>What the note is about.</summary>
    public string Keyword { get; }

    /// <summary>The note.</summary>
    public string Text { get; }
}
