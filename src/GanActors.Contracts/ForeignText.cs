using System.Globalization;
using System.Text;

namespace GanActors;

/// <summary>
/// Words that came from outside (a file's name, a server's reply, a header), made fit for a message: one line, nothing a terminal obeys, no direction
/// turned round, and no longer than a message should be.
/// </summary>
public static class ForeignText
{
    /// <summary>Characters of a single name or value in a message.</summary>
    public const int LongestName = 60;

    /// <summary>Characters of what somebody else's program says.</summary>
    public const int LongestSaying = 300;

    /// <summary>Replaces what is no visible character or blank by a question mark, and breaks of lines by blanks.</summary>
    /// <param name="text">Whatever came.</param>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (int i = 0; i < text.Length; i++)
        {
            if (Instead(text, i) != text[i])
                return string.Create(text.Length, text, static (span, text) =>
                {
                    for (int i = 0; i < span.Length; i++)
                        span[i] = Instead(text, i);
                });
        }

        return text;
    }

    /// <summary><see cref="Plain"/>, and with its middle left out where it is too long: how it begins and how it ends are both worth reading.</summary>
    /// <param name="text">Whatever came.</param>
    /// <param name="longest">Characters, at least 9.</param>
    public static string Short(string text, int longest)
    {
        text = Plain(text);
        if (text.Length <= longest)
            return text;
        const string left = " ... ";
        int end = (longest - left.Length) / 3, start = longest - left.Length - end;
        // Half a character is none.
        if (char.IsHighSurrogate(text[start - 1]))
            start--;
        int last = text.Length - end;
        if (char.IsLowSurrogate(text[last]))
            last++;
        return new StringBuilder(longest).Append(text, 0, start).Append(left).Append(text, last, text.Length - last).ToString();
    }

    private static char Instead(string text, int at)
    {
        char c = text[at];
        if (c is >= ' ' and <= '~')
            return c;
        if (c is '\n' or '\r' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
            return ' ';
        if (char.IsSurrogate(c))
        {
            bool whole = char.IsHighSurrogate(c) ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) : at > 0 && char.IsHighSurrogate(text[at - 1]);
            return whole ? c : '?';
        }

        // Control characters, and those that hide, or turn what follows round.
        return char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned ? '?' : c;
    }
}
