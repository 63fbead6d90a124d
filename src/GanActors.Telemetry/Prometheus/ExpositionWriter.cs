using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GanActors.Telemetry.Prometheus;

/// <summary>Writes words, numbers and escaped text of an exposition as UTF-8.</summary>
internal sealed class ExpositionWriter
{
    private const int MostDigits = 32;

    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 14);

    /// <summary>What was written; it stands until something else is.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Forgets it, and keeps the memory.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Writes bytes as they are.</summary>
    public void Add(ReadOnlySpan<byte> text) => _bytes.Write(text);

    /// <summary>Writes text as it is.</summary>
    public void Add(string text)
    {
        var span = _bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _bytes.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    /// <summary>Writes text with what would end it escaped.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isQuoted">Whether it stands between quotation marks.</param>
    public void AddEscaped(string text, bool isQuoted)
    {
        if (text.AsSpan().IndexOfAny('\\', '\n', isQuoted ? '"' : '\n') < 0)
        {
            Add(text);
            return;
        }

        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        Add(isQuoted ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text);
    }

    /// <summary>Writes a number.</summary>
    public void Add(long number)
    {
        Utf8Formatter.TryFormat(number, _bytes.GetSpan(MostDigits), out int written);
        _bytes.Advance(written);
    }

    /// <summary>Writes a number with as few digits as read back to it.</summary>
    public void Add(double number)
    {
        if (!double.IsFinite(number))
        {
            Add(double.IsNaN(number) ? "NaN"u8 : number > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        Utf8Formatter.TryFormat(number, _bytes.GetSpan(MostDigits), out int written);
        _bytes.Advance(written);
    }

    /// <summary>Writes a number as OpenMetrics wants bounds of buckets: always recognisable as a number with a point or an exponent.</summary>
    public void AddCanonical(double number)
    {
        if (!double.IsFinite(number) || number == 0)
        {
            Add(number == 0 ? "0.0" : double.IsPositiveInfinity(number) ? "+Inf" : number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        // What the logarithm rounds up or down is set right by the number's own digits.
        string scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        _ = int.TryParse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        string digits = new string([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]).TrimStart('0').TrimEnd('0');
        string sign = number < 0 ? "-" : "";
        if (exponent is < -4 or >= 6)
        {
            Add(string.Create(
                CultureInfo.InvariantCulture, $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"));
            return;
        }

        string plain = exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
            : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0') + ".0"
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
        Add(sign + plain);
    }
}
