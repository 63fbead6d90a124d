using System.Net;

namespace GanActors.Reports.Html;

/// <summary>Text in a page: whatever it is, it stays text.</summary>
internal static class HtmlText
{
    /// <summary>A line of it.</summary>
    public static string Of(string text) => WebUtility.HtmlEncode(ForeignText.Plain(text));

    /// <summary>Several lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Of));
}
