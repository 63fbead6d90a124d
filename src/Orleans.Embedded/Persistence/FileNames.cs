using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Storage;

/// <summary>
/// Turns any text into a file name, different texts into different ones, on file systems that fold case, too: small letters,
/// digits, '-', '_' and '.' stand for themselves (not a '.' at the start), all else is percent-encoded. A long name ends in its hash.
/// </summary>
internal static class FileNames
{
    private const int Longest = 180;

    public static string Encode(string text)
    {
        var name = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' || (c == '.' && name.Length > 0)) name.Append(c);
            else name.Append(CultureInfo.InvariantCulture, $"%{b:x2}");
        }

        if (name.Length == 0) return "%";
        if (name.Length <= Longest) return name.ToString();
        return $"{name.ToString(0, Longest - 66)}%~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
